"""How expressions of time are written: one pattern a form, over the words of a sentence in small letters.

Words are joined by single spaces, and every mark within a word stands apart: "mid-May 2022" reads `mid - may 2022`.
"""

from __future__ import annotations

import re

from .times_holidays import HOLIDAY
from .times_words import (
    CLOCK,
    DAY,
    MONTH,
    NUMBER,
    PART,
    SEASON,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAY_PLURAL,
    YEAR,
)

_ABOUT = (
    r"(?:(?:about|around|nearly|almost|roughly|approximately|some|over|under|just over"
    r"|just under|another"
    r"|more than|less than|fewer than|at least|at most|up to|no more than|no less than|as many as"
    r"|well over"
    r"|as little as|the better part of) )"
)
_WITHIN = r"(?:(?:very )?(?:early|earlier|late|later|mid|mid -)|the (?:beginning|start|middle|end|rest|close) of)"
_PIECE_OF = (
    r"(?:(?:the )?(?:first|second|third|fourth|last|final|opening|closing) (?:few )?"
    r"(?:week|weekend|weeks|days|day|part|months|third) (?:of|in)(?: the)?)"
)
_SHIFT = (
    r"(?:last|next|this|this past|this coming|the past|past|the previous|the coming|coming|the following"
    r"|the next|the last)"
)
_OF_YEAR = rf"(?:(?: ,)? (?:of |in )?(?P<year>{YEAR})|(?: of| in)? (?P<shift_year>last|this|next|the same|that) year)"
_YEAR = rf"(?:(?: ,)? (?:of |in )?(?P<year>{YEAR}))"
_TO = r"(?:-|–|—|to|through|until|till)"
_AND = r"(?:-|–|—|to|through|until|till|and)"
_FROM = r"(?:(?:from|between) )"
_NTH = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|1|2|3|4)"

# Of rules that match at the same word the longest match wins, then the earlier rule.
_RULES: list[tuple[str, str, str]] = [
    ("day", "iso", rf"(?P<year>{YEAR}) (?P<mark>[-/.]) (?P<month>\d\d?) (?P=mark) (?P<day>\d\d?)(?: t \d\d : .*)?"),
    ("day", "numeric", r"(?P<one>\d\d?) (?P<mark>[-/.]) (?P<two>\d\d?) (?P=mark) (?P<year>\d{4}|\d\d)"),
    ("day", "compact", r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])"),
    (
        "day",
        "day",
        r"(?P<week_of>(?:the )?week (?:of|beginning|starting|ending) )?"
        rf"(?:(?:{CLOCK}(?: ,)?|(?:the )?{PART}) (?:(?:of|on) )?)?(?:(?P<weekday>{WEEKDAY})(?: {PART})?(?: ,)? )?"
        rf"(?:{CLOCK}(?: ,)? (?:on )?)?"
        rf"(?:(?:(?P<last>last) )?(?P<month>{MONTH})(?: the)? (?P<day>{DAY})|(?:the )?(?P<day2>{DAY})(?: day)?(?: of)? "
        rf"(?P<month2>{MONTH})){_OF_YEAR}?",
    ),
    ("day", "day_of_month", rf"the (?P<day>{DAY}) (?:day )?of (?P<shift>this|last|next) month"),
    ("day", "day_of_month", r"(?:(?<=on )|(?<=by ))the (?P<day>(?:[0-2]?\d|3[01])(?:st|nd|rd|th))(?= [.,;:]|$)"),
    ("day", "weekday_day", rf"(?P<weekday>{WEEKDAY})(?: ,)? the (?P<day>(?:[0-2]?\d|3[01])(?:st|nd|rd|th))"),
    ("day", "nth_weekday", rf"(?:the )?(?P<nth>{_NTH}|last) (?P<weekday>{WEEKDAY}) (?:of|in) (?P<month>{MONTH}){_OF_YEAR}?"),
    # A day that no month has: to be kept from being read as its month.
    (
        "day",
        "garbled",
        rf"(?:the )?(?:3[2-9]|[4-9]\d|\d{{3}})(?:st|nd|rd|th)?(?: of)? {MONTH}(?: ,? ?{YEAR})?"
        rf"|{MONTH} (?:the )?(?:(?:3[2-9]|[4-9]\d)(?:(?:st|nd|rd|th)| , {YEAR}))",
    ),
    ("range", "days", rf"{_FROM}?(?P<month>{MONTH}) (?P<day>{DAY}) {_AND} (?P<day2>{DAY})(?! {MONTH}){_YEAR}?"),
    (
        "range",
        "days",
        rf"{_FROM}?(?:the )?(?P<day>{DAY})(?: of)?(?: (?P<month>{MONTH})(?: ,? ?"
        rf"(?P<year1>{YEAR}))?)? {_AND} (?:the )?(?P<day2>{DAY})"
        rf"(?: of)? (?P<month2>{MONTH}){_YEAR}?",
    ),
    (
        "range",
        "days",
        rf"{_FROM}?(?P<month>{MONTH}) (?P<day>{DAY})(?: ,? ?(?P<year1>{YEAR}))? {_AND} "
        rf"(?P<month2>{MONTH}) (?P<day2>{DAY}){_YEAR}?",
    ),
    (
        "range",
        "months",
        rf"(?:{_FROM}(?P<month>{MONTH})(?: (?P<year1>{YEAR}))? {_AND}|(?P<month1>{MONTH})(?: "
        rf"(?P<year2>{YEAR}))? {_TO}) "
        rf"(?P<month2>{MONTH}){_OF_YEAR}?",
    ),
    ("range", "months", rf"(?P<month1>{MONTH}) and (?P<month2>{MONTH})(?: ,)? (?:of |in )?(?P<year>{YEAR})"),
    (
        "range",
        "years",
        rf"(?:{_FROM}(?P<one>{YEAR}) {_AND}|(?P<one2>{YEAR}) {_TO}) (?P<two>{YEAR}|\d\d)(?! (?:percent|%|people))",
    ),
    ("range", "weekdays", rf"(?:{_FROM}(?P<one>{WEEKDAY}) {_AND}|(?P<one2>{WEEKDAY}) {_TO}) (?P<two>{WEEKDAY})"),
    ("month", "month", rf"(?:(?:{_WITHIN}|{_PIECE_OF}) (?:of |in )?)?(?P<month>{MONTH}){_OF_YEAR}"),
    (
        "month",
        "month",
        rf"(?:(?:{_WITHIN}|{_PIECE_OF}) (?:in )?)?(?:(?P<shift>{_SHIFT}) )?(?:{_WITHIN} (?:of )?)?(?P<month>{MONTH})(?! \d)",
    ),
    (
        "day",
        "weekday",
        rf"(?:{CLOCK}(?: ,)? (?:on )?)?(?:{_WITHIN} )?(?:(?P<shift>{_SHIFT}) )?(?:late |early )?"
        rf"(?P<weekday>{WEEKDAY})(?: {PART})?(?: at {CLOCK})?",
    ),
    (
        "day",
        "weekday",
        rf"(?P<weekday>{WEEKDAY})(?: {PART})?(?: of)? (?P<week>last|this|next|the previous|the following) week",
    ),
    ("day", "weekday", rf"(?:the )?(?:{PART}|late|early) (?:on |of )?(?P<weekday>{WEEKDAY})"),
    (
        "day",
        "deictic",
        rf"(?:(?:{PART}|{CLOCK}|{_WITHIN}|earlier|later) )?(?P<word>the day before yesterday"
        r"|the day after tomorrow|today|yesterday|tomorrow"
        r"|tonight|last night|last evening|overnight|this morning|this afternoon|this evening"
        r"|earlier in the day|later in the day"
        rf"|earlier this morning|earlier this afternoon|earlier this evening)(?: {PART})?",
    ),
    ("day", "holiday", rf"(?:(?P<shift>{_SHIFT}) )?(?P<name>{HOLIDAY})(?: ,)?(?: (?P<year>{YEAR}))?"),
    ("day", "september11", r"9 / 11|sept(?:ember)? (?:\. )?11 attacks"),
    (
        "unit",
        "unit",
        rf"(?:{_WITHIN} (?:in |of )?(?:the )?|a (?=\S+ ago))?(?P<shift>last|next|this|this past"
        r"|this coming|the current|current|the past|the previous"
        r"|the coming|the same|that same|that|the following|following) (?:calendar |full )?"
        r"(?P<unit>week|month|year|decade|century|weekend|fortnight|day)",
    ),
    (
        "unit",
        "unit",
        rf"(?P<within>{_WITHIN}) (?:in |of )?(?:(?P<shift>this|last|next|the) )?(?P<unit>day|week|month"
        r"|year|decade|century|weekend)",
    ),
    ("unit", "unit", r"(?P<shift>the|that) (?P<unit>weekend)"),
    ("unit", "unit", r"(?P<unit>year|month) - (?:and )?end|(?P<unit2>year|month) end"),
    ("unit", "week_of", rf"(?P<shift>this|last|next|the previous|the following) week ' s? (?P<weekday>{WEEKDAY})"),
    (
        "ago",
        "ago",
        rf"{_ABOUT}?(?P<number>{NUMBER}) (?:- )?(?P<unit>{UNIT}) (?:- |or so |or more )?(?P<way>ago|from now|hence|from today)",
    ),
    ("ago", "ago", r"(?P<vague>(?:a few )?)(?P<unit>moments|minutes) (?P<way>ago)"),
    ("ago", "ago", rf"(?P<vague>(?:{VAGUE} )?)(?P<unit>{UNIT}) (?:- )?(?P<way>ago|from now|hence)"),
    (
        "ago",
        "ago",
        rf"(?:{_ABOUT})?(?P<number>{NUMBER}) (?P<unit>weeks?|months?|years?) (?P<way>ago) (?P<on>today|{WEEKDAY})",
    ),
    (
        "ago",
        "relative",
        rf"{_ABOUT}?(?:(?P<number>{NUMBER})|{VAGUE}) (?:- )?(?P<unit>{UNIT}) (?:- )?(?P<way>earlier"
        r"|later|afterwards?|beforehand|prior)",
    ),
    (
        "ago",
        "relative",
        r"the (?P<way>next|following|previous|preceding|same|very next) (?P<unit>day|morning|afternoon"
        r"|evening|night|week|month|year|weekend)",
    ),
    ("ago", "relative", r"the (?P<unit>day|night|week|month|year) (?P<way>before|after)(?= [^\w\s]|$| and | but )"),
    ("ago", "relative", rf"{_ABOUT}?(?P<number>{NUMBER}) (?P<unit>{UNIT}) (?P<way>before|after)(?= [^\w\s]|$)"),
    ("ago", "relative", r"(?P<vague>)(?P<unit>days|weeks|months|years|decades|hours|minutes|moments) (?P<way>later|earlier)"),
    ("ago", "relative", r"(?:the )?(?P<unit>day|year|month|week) - (?P<way>earlier|ago)"),
    ("ago", "relative", r"(?P<unit>day|year|month|week) (?P<way>earlier)"),
    (
        "ago",
        "relative",
        r"(?:earlier |later )?(?:on )?(?P<way>that) (?:very |same )?(?P<unit>day|morning|afternoon"
        r"|evening|night|week|month|year)",
    ),
    (
        "past",
        "past",
        rf"(?:the |these |this |those )?(?P<way>past|last|next|coming|previous|following|first"
        r"|final|latest|preceding|recent)"
        rf" {_ABOUT}?(?:(?P<number>{NUMBER}) |(?P<vague>{VAGUE}) )(?:- )?(?P<unit>{UNIT})",
    ),
    (
        "past",
        "past",
        r"(?:the |these )?(?P<way>past|last|next|coming|previous|recent|latest|final) (?P<vague>)"
        r"(?P<unit>days|weeks|months|years|decades|centuries|quarters)(?: (?:and|or) (?:weeks|months|years|decades))?",
    ),
    ("past", "past", r"the (?P<vague>)(?P<unit>days|weeks|months|years|decades) (?P<way>ahead)"),
    ("past", "past", r"(?:the )(?P<way>past|last) (?P<unit>day|week|month|quarter|year|decade|century)"),
    ("year", "year", rf"(?:(?:{_WITHIN}|{_PIECE_OF}) (?:of )?)?(?:the year )?(?P<year>{YEAR})(?:(?= - (?!\d)\w)|(?! [-/] \d))"),
    ("year", "spelled", r"the year (?P<words>two thousand)"),
    (
        "year",
        "fiscal",
        rf"(?:the )?(?:fiscal(?: year)?|fy|financial year) ?(?P<year>{YEAR}|\d\d)(?: [-/] (?P<two>\d\d|\d{{4}}))?",
    ),
    (
        "year",
        "fiscal",
        r"(?:the )?(?:(?P<shift>this|last|next|current|latest|previous|coming) )?(?:fiscal|financial) year",
    ),
    (
        "decade",
        "decade",
        rf"(?:the )?(?:(?:{_WITHIN}|{_PIECE_OF}) (?:the )?)?(?:' )?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0) ?(?:' )?s",
    ),
    (
        "decade",
        "decade",
        rf"(?:the )?(?:{_WITHIN} (?:the )?)?(?P<word>twenties|thirties|forties|fifties|sixties"
        r"|seventies|eighties|nineties)",
    ),
    (
        "decade",
        "century",
        rf"(?:the )?(?:{_WITHIN} (?:the )?|turn of the )?(?P<nth>\d\d?(?:st|nd|rd|th)|thirteenth"
        r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
        r"|twentieth|twenty - first) (?:- )?century",
    ),
    (
        "quarter",
        "quarter",
        rf"(?:(?P<before>last|this|next|that) year (?:' )?'?s |(?:the )?(?P<year1>{YEAR}) (?:(?:' )?'?s )?"
        r"|(?:the )?year - (?P<back>ago|earlier) )?(?:the (?!\S+ - ))?(?:fiscal (?:- )?|year ' s )?"
        rf"(?P<nth>{_NTH}|final|last) (?:- )?(?:fiscal )?"
        rf"(?P<what>quarter|half)(?!s)(?: of(?: the)?(?: fiscal)?(?: year)? (?P<year>{YEAR})| of "
        rf"(?P<shift_year>last|this|next|the) (?:fiscal )?year|(?: of| ,)? (?P<year2>{YEAR}))?",
    ),
    ("quarter", "quarter", rf"q (?P<nth>[1-4])(?: (?:of )?(?P<year>{YEAR}))?"),
    ("quarter", "quarter", rf"(?P<half>h) (?P<nth>[12])(?: (?:of )?(?P<year>{YEAR}))"),
    (
        "quarter",
        "latest",
        r"(?:the )?(?P<way>latest|current|this|last|next|previous|year - (?:earlier|ago)|same|most recent|year - on"
        r"|comparable|corresponding) (?:year - (?:earlier|ago) )?(?P<what>quarter|half|period)",
    ),
    ("quarter", "latest", rf"(?:the )?(?P<year>{YEAR}) (?P<what>quarter|period)"),
    ("year", "bare", r"the (?P<unit>quarter|week|month|year)(?! (?:of|that|in which|when|-) )(?!(?<=year) end(?:ed|ing) )"),
    ("span", "duration", r"the (?P<unit>year)(?= end(?:ed|ing) )"),
    (
        "season",
        "season",
        rf"(?:(?:{_WITHIN} )?(?:(?P<shift>last|this|next|this past|this coming|the) )(?:{_WITHIN} )?"
        rf"(?P<season>{SEASON})(?:(?: of)? (?P<year>{YEAR}))?)",
    ),
    ("season", "season", rf"(?:{_WITHIN} )?(?P<season>{SEASON})(?: of)? (?P<year>{YEAR})"),
    ("season", "season", rf"(?<=in )(?P<season>{SEASON})"),
    ("clock", "clock", rf"{CLOCK}(?: (?:on )?(?P<day>today|yesterday|tomorrow))?"),
    ("clock", "clock", r"(?:early|mid|late) (?:- )?(?:morning|afternoon|evening)"),
    ("clock", "clock", r"noon|midnight|midday|dawn|dusk|daybreak|nightfall|sunset|sunrise"),
    ("clock", "clock", r"the (?:early |late )?(?:morning|afternoon|evening|night)"),
    (
        "span",
        "duration",
        rf"{_ABOUT}?(?P<number>{NUMBER}) ?(?:- )?(?:(?:full|consecutive|straight|solid|long|whole|more"
        r"|additional|business|working|trading|calendar|successive|extra) )?"
        rf"(?P<unit>{UNIT})(?! - (?:ago|earlier)| ' s? (?:earlier|ago))",
    ),
    ("span", "duration", r"(?P<number>an?|one) (?P<unit>hour|day|week|month|year|decade) (?P<half>and a half)"),
    ("span", "duration", r"(?:a )?(?P<fourth>quarter) (?:- |of a )(?P<unit>century)"),
    ("span", "duration", rf"(?:{_ABOUT})?(?:(?P<vague>{VAGUE}) (?:more |- )?)(?P<unit>{UNIT})"),
    ("span", "duration", r"(?P<vague>)(?P<unit>days|weeks|months|hours) (?:and|or) (?:weeks|months|years|days)"),
    (
        "span",
        "duration",
        r"(?<!last )(?<!next )(?P<vague>)(?P<unit>days|weeks|months|years|decades|centuries|hours"
        r"|minutes)(?= of | before | after | - long| in | to | for | at | and |$)",
    ),
    ("span", "duration", r"(?:(?<=for )|(?<=in ))(?P<vague>)(?P<unit>days|weeks|months|years|decades|centuries|hours|minutes)"),
    ("span", "duration", r"(?<=within )(?P<vague>)(?P<unit>days|weeks|months|years|hours|minutes)"),
    (
        "span",
        "duration",
        r"(?:all|the whole|the entire|the full|a whole|a full|an entire|the first|the final) "
        rf"(?P<number>{NUMBER} )?(?P<unit>{UNIT})(?: long)?",
    ),
    ("span", "duration", rf"the (?P<number>(?!an? )(?:{NUMBER})) (?P<unit>{UNIT})"),
    (
        "every",
        "every",
        rf"(?:every|each) (?:(?P<number>{NUMBER}|other|few|single) )?(?P<unit>{UNIT}|{WEEKDAY}|{MONTH}"
        rf"|{SEASON}|morning|evening|night|weekend|afternoon)",
    ),
    ("every", "every", rf"(?P<plural>{WEEKDAY_PLURAL})(?: and (?:{WEEKDAY_PLURAL}))?(?: {PART}s?)?"),
    ("every", "every", r"(?:(?:once|twice|three times|four times) )?(?:an?|per) (?P<unit>day|week|month|year)"),
    ("every", "every", r"(?P<adverb>daily|weekly|monthly|quarterly|annually|yearly|nightly|hourly|biweekly)"),
    (
        "vague",
        "vague",
        r"(?P<now>now|right now|currently|current|at present|at the moment|nowadays|these days"
        r"|presently|to date|for now)",
    ),
    ("vague", "vague", r"(?P<past>recently|lately|the past|recent times|long ago|the recent past)"),
    ("vague", "vague", r"(?P<future>the near future|the future|the near term|the foreseeable future|future)"),
]

Rule = tuple[str, str, re.Pattern[str]]
RULES: tuple[Rule, ...] = tuple((kind, rule, re.compile(pattern + r"(?= |$)")) for kind, rule, pattern in _RULES)


def _by_first_word() -> dict[str, tuple[Rule, ...]]:
    """The rules that may begin with a word: those in which it stands at all, which is soon told and leaves few."""
    table: dict[str, list[Rule]] = {}
    for rule in RULES:
        text = re.sub(r"\(\?P<\w+>|\\.", " ", rule[2].pattern)
        # "weeks?" begins with "week" too.
        stems = {word[:-1] for word in re.findall(r"([a-z]+)\?", text)}
        for word in {*re.findall(r"[a-z]+", text), *stems}:
            table.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


BY_WORD = _by_first_word()
# What begins with a figure or an apostrophe.
BY_FIGURE = tuple(rule for rule in RULES if re.search(r"\d|\\d", rule[2].pattern))
BY_MARK = tuple(rule for rule in RULES if "'" in rule[2].pattern)

# Words before an expression that make it an end of a stretch of time.
LEADS = (
    "since",
    "until",
    "till",
    "by",
    "before",
    "after",
    "from",
    "through",
    "starting",
    "beginning",
    "as of",
    "prior to",
    "up to",
)
