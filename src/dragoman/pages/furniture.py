"""Lines that a page puts between the paragraphs of an article: widgets, prompts, links to other stories, trailers.

Told by what they say, in the larger news languages, never by the site they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# The whole line, with or without end marks.
_WHOLE = re.compile(
    r"""(?:
    what(?:'|’)?s\ your\ reaction | your\ reaction | share(?:\ (?:this|on|via|with)\b.{0,40})? | share\ options |
    (?:copy|copied)(?:\ link)?(?:\ to\ clipboard)? | print | e-?mail |
    (?:article|story|page)\ content | advertisement(?:\ .{0,30})? |
    (?:adverts?|ad|ads|sponsored(?:\ content)?|promoted(?:\ content)?|paid\ post) |
    (?:story|article)\ continues\ (?:below|after)\b.{0,40} | (?:continue|keep)\ reading(?:\ .{0,40})? |
    (?:scroll\ (?:down\ )?to|skip)\ continue.{0,40} | skip\ (?:to|past|advertisement)\b.{0,60} |
    (?:read|see|learn|view|show|load|find\ out)\ (?:more|less|also|next|all|full\ (?:story|article)|
    comments)(?:\ .{0,30})?(?:\ [>»→])? |
    more\ (?:on\ this\ story|from\ .{2,40}|news|stories|to\ (?:read|explore)|like\ this|like\ that)(?:\ below)? |
    (?:related|recommended|trending|popular|most\ (?:read|popular|viewed|shared)|latest|top|editor(?:'|’)?s?(?:'|
    ’)?\ picks?|you\ (?:may|might)\ (?:also\ )?like|also\ (?:read|on|in)\b)(?:\ (?:this\ .{0,30}|on\ .{0,30}|
    for\ you|articles?|stor(?:y|ies)|news|posts?|topics?|tags?|links?|content|reading|videos?|now|coverage|
    headlines|reads|picks))? |
    (?:subscribe|sign\ up|sign\ in|log\ ?in|register|follow\ us|join\ (?:us|our\ .{2,40})|get\ the\ app|
    download\ (?:our|the)\ .{0,20}app)(?:\ .{0,60})? |
    (?:enter\ your|your)\ e-?mail(?:\ address)? |
    loading(?:\ .{0,20})? | (?:please\ )?(?:enable|turn\ on)\ javascript.{0,80} |
    (?:accept|manage|reject)\ (?:all\ )?(?:cookies|preferences).{0,20} |
    (?:comments?|leave\ a\ (?:comment|reply)|view\ comments|join\ the\ (?:conversation|discussion))(?:\ \(?\d+\)?)? |
    \d+\ comments? |
    (?:page|seite|página|pagina)\ \d+(?:\ (?:of|von|de|di|/)\ \d+)? |
    (?:next|previous)(?:\ (?:page|article|story|post))? |
    (?:listen|watch|play)(?:\ (?:to|now|live|video|this)\b.{0,40})? | \d+\ min(?:ute)?s?\ read |
    (?:tags?|topics?|filed\ under|categories)\s*: .{0,160} | back\ to\ top |
    (?:end|the\ end|ends|\#\#\#|-?\s?30\s?-?|___+|\*\s?\*\s?\*) |
    image | photo | caption | hide\ caption | toggle\ caption | enlarge\ (?:this\ )?image |
    (?:like|love|angry|sad|wow|funny|dislike)(?:\ \d+)? |
    (?:facebook|twitter|whatsapp|linkedin|telegram|pinterest|reddit|flipboard|messenger|x)(?:[\ ,|]+(?:facebook|
    twitter|whatsapp|linkedin|telegram|pinterest|reddit|flipboard|messenger|e-?mail|print|x|copy\ link))* |
    anzeige | werbung | (?:lesen|siehe)\ sie\ auch.{0,30} |
    (?:mehr|weiterlesen|weitere)(?:\ (?:zum\ thema|artikel|dazu|themen|nachrichten|lesen))? | teilen |
    artikel\ (?:teilen|anh(?:ö|oe)ren|drucken) | newsletter(?:\ .{0,30})? |
    publicité | (?:lire|voir)\ (?:aussi|la\ suite|plus).{0,20} | partager(?:\ .{0,30})? |
    (?:article\ )?réservé\ aux\ abonnés | s(?:'|’)abonner.{0,30} | à\ lire\ aussi |
    publicidad | (?:lea|lee|leer|ver|vea)\ (?:también|más|tambien).{0,20} | compartir(?:\ .{0,30})? |
    te\ puede\ interesar | suscr[ií]b.{0,40} |
    pubblicità | leggi\ (?:anche|tutto|di\ più).{0,20} | condividi(?:\ .{0,30})? | publicidade |
    leia\ (?:também|mais).{0,20} | compartilh(?:e|ar)(?:\ .{0,30})? | advertentie |
    lees\ (?:ook|meer|verder).{0,20} | delen | annonse? | reklam[ae]? | реклама | читайте\ также.{0,30}
    )[\s.:!?…>»|]*""",
    re.I | re.X,
)
# How a line that is all link or prompt begins.
_BEGINNING = re.compile(
    r"""(?:
    (?:read|see)\ (?:more|also|next|the\ full\ .{2,20})\s?(?::|\||[—–-]\ |>|») | (?:also|must)[\ -]read\s?[:|>] |
    (?:related|recommended|more|watch|listen|video|in\ pictures|gallery)\s?(?:article|story|stories|coverage|
    content|now|live)?\s?[:|]\s |
    (?:click|tap)\ (?:here|to)\b | (?:subscribe|sign\ up)\ (?:to|for|here|now|today)\b |
    (?:follow|like|join|find)\ (?:us|our|\S{2,20}(?:\ \S{2,20})?)\ on\ (?:facebook|twitter|instagram|telegram|
    whatsapp|youtube|google|linkedin|x)\b |
    (?:get|receive|want)\b.{0,80}\b(?:newsletter|(?:in|to)\ your\ inbox) |
    (?:download|get)\ (?:our|the)\ (?:\S+\ ){0,4}app\b.{0,60}$ |
    (?:this\ (?:site|website|page)|we(?:\ and\ our\ partners)?)\ uses?\ cookies |
    by\ (?:submitting|signing\ up|clicking|subscribing|continuing)\b.{0,80}\b(?:agree|accept|consent) |
    (?:thanks?|thank\ you)\ for\ (?:signing|subscribing|reading|registering) |
    have\ an?\ (?:tip|story)\ (?:you|for|or) | do\ you\ have\ an?\ (?:story|tip|comment)\b |
    (?:contact|email|e-mail)\ (?:us|the\ (?:author|reporter|writer)s?|.{3,40}@) |
    (?:our|see\ our)\ standards:\ | (?:©|\(c\)|copyright)\s(?:\d{4}|the|by)\b | (?:all\ )?rights\ reserved\b |
    (?:this\ (?:article|story|post|piece|content)|(?:a\ )?version\ of\ this\ .{3,20})\ (?:originally\ |first\ |
    was\ (?:originally\ |first\ )?|has\ been\ |is\ )(?:appeared|published|republished|produced|updated|
    translated|sponsored) |
    (?:republished|reprinted)\ (?:with|under|by)\ | to\ (?:comment|share\ your)\b.{0,60}(?:click|email|visit) |
    (?:support|donate)\ (?:us|our|to\ our|independent)\b | (?:already|not)\ (?:a|an)\ (?:subscriber|member)\b |
    (?:have|send)\ (?:your\ say|us\ your) |
    lesen\ sie\ (?:auch|mehr|hier)\s?: | mehr\ (?:dazu|zum\ thema)\s?: | lire\ aussi\s?: | à\ lire\ aussi\s?: |
    lea\ también\s?: | te\ puede\ interesar\s?: | leggi\ anche\s?[:>] | leia\ (?:também|mais)\s?: |
    lees\ ook\s?: | читайте\ также\s?:
    )""",
    re.I | re.X,
)
# What a publisher says to its readers about the page, its trade or itself, wherever in the line: never the article's words.
_NOTICE = re.compile(
    r"""(?:
    \b(?:may|might|could|will|can|do)\ (?:\w+\ )?(?:earn|receive|get|make|collect)\ (?:an?\ |some\ )?(?:small\ |affiliate\ |
    share\ of\ )*(?:commissions?|compensation|payments?|revenue|sales)\b(?=.{0,160}\b(?:link|purchas|buy|bought|product|site|
    page|click|retail)) |
    \bif\ you\ (?:buy|purchase|click|make\ a\ purchase)\b.{0,140}\b(?:commission|compensat|affiliate) |
    \b(?:contains?|include|use|through|using)\b.{0,20}\baffiliate\ links?\b |
    \bthis\ content\ can\ also\ be\ viewed\ on\ the\ site\b |
    \b(?:using|disable|turn\ off|whitelist|detected)\b.{0,20}\bad[\s-]?block |
    \bsubject\ to\ copyright\b | \bsyndicated\ feed\b | \bnot\ been\ edited\ by\b.{0,60}\bstaff\b |
    \b(?:content|letters?|questions?)\ may\ be\ edited\ for\b |
    \b(?:views|opinions)\b.{0,60}\bexpressed\b.{0,80}\b(?:author|own|not\ necessarily|do\ not\ reflect|editorial\ board|
    columnist) |
    \bfor\ (?:educational\ and\ )?informational\ purposes\ only\b | \bnot\ (?:intended|constitute)\b.{0,40}\b(?:medical|
    financial|legal|investment)\ advice\b |
    \b(?:your|this\ form\ of)\ (?:browser|javascript)\b.{0,60}\b(?:support|enable|disabled) |
    \b(?:listen|subscribe|available|find\ us|follow)\b.{0,60}\bon\b.{0,40}\b(?:apple\ podcasts|spotify|google\ podcasts|
    stitcher)\b |
    \brefrain\ from\ posting\b | \bcomments\b.{0,40}\b(?:moderated|premoderated|closed|community\ guidelines)\b |
    \b(?:terms\ of\ (?:service|use)|privacy\ policy)\b.{0,60}\b(?:apply|agree|accept|read|and)\b | \bprotected\ by\ recaptcha\b |
    \byour\ (?:subscription|email|e-mail\ address)\b.{0,30}\b(?:confirmed|been\ (?:added|sent)|required|invalid) |
    \bunlock\b.{0,40}\b(?:benefits|access|stories|articles)\b.{0,120}\b(?:log\ ?in|subscri|sign|newsletter) |
    il\ vous\ reste\ [\d.,]+\ ?% | \bréservée?\ (?:à\ nos|aux)\ abonnés\b | \binscrivez-vous\b.{0,40}\bnewsletter |
    \bnur\ für\ (?:abonnenten|registrierte)\b | \bjetzt\ (?:kostenlos\ )?(?:testen|abonnieren|registrieren)\b |
    \bdieser\ artikel\ (?:erschien|stammt|wurde\ zuerst)\b |
    \bmaschinelle\ übersetzung\b | \bmit\ material\ (?:von|der)\ (?:dpa|afp|reuters|ap)\b |
    \biscriviti\ (?:alla|al)\b.{0,30}\b(?:newsletter|canale) | \bsuscríb[ea]\w*\ (?:a|aquí|al)\b.{0,60}\b(?:newsletter|
    boletín|canal) |
    \bsíguenos\ en\b | \bsiga\ (?:o|a|nosso)\b.{0,30}\bno\ (?:instagram|whatsapp|telegram|twitter)\b
    )""",
    re.I | re.X,
)
# one of these stands in every notice: looked for first, since the pattern is slow
_TELLING = tuple(
    """commission compensation payment revenue sales affiliat viewed block copyright syndicated edited views opinions
    informational advice browser javascript podcasts spotify stitcher posting comments terms privacy recaptcha subscription
    e-mail email unlock reste réservée inscrivez abonnenten registrierte testen abonnieren registrieren artikel maschinelle
    material iscriviti suscríb síguenos siga""".split()
)
_CONTACT = re.compile(
    r"^\W*(?:.{3,80}\b(?:can|may) be (?:reached|contacted|emailed|followed)\b|(?:email|e-mail|contact|reach|write to|"
    r"follow) .{3,60}).{0,80}(?:\S@\S|@\w{3,}|\d{3}-\d{4})",
    re.I,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]+"
# Who helped: stands in brackets or in italics near the end.
_HELPED = re.compile(
    rf"""[(\[—–-]?\s*(?:
    .{{3,200}}\bcontributed\s(?:to\s(?:this|the|an?)|additional|reporting|from|research|writing)\b.{{0,80}} |
    .{{3,120}}\bcontributed\s?[.)]* |
    (?:(?:additional|further|with|original)\s)?
    (?:reporting|writing|editing|compiled|written|edited|translated|translation|production|research|reported)\s
    (?:was\s(?:contributed\s)?)?by:?\s(?-i:{_NAME}).{{0,300}} |
    with\s(?:files|(?:additional\s)?reporting|reports?|(?:agency\s)?inputs?|information|contributions?)\s(?:from|by)\s
    .{{2,120}} |
    \(?with\s(?:inputs|agencies).{{0,60}} |
    (?:associated\spress|ap|staff)\s(?:writers?|reporters?|journalists?|correspondents?)\s(?-i:{_NAME})
    .{{0,250}}\b(?:contributed|reported)\b.{{0,80}}
    )[)\]]?\s*""",
    re.I | re.X,
)
_BLURB = re.compile(
    r"^.{3,60}?\b(?:is|was|are|covers?|writes?|reports?|has been|worked|joined|serves)\b.{0,80}\b(?:reporter|"
    r"correspondent|writer|editor|journalist|columnist|producer|contributor|bureau chief|fellow|author|"
    r"blogger|professor|freelance)\b",
)
_ROLE = re.compile(r"\b(?:reporter|correspondent|writer|editor|journalist|columnist|producer|contributor|bureau chief)\b")
_REACH = re.compile(
    r"(?:\bfollow (?:him|her|them|me|us)?\b.{0,40}\b(?:on|at)\b|@\w{3,}|\b(?:reach(?:ed)?|contact(?:ed)?|"
    r"email(?:ed)?) (?:him|her|them|me)?\b.{0,20}\bat\b|\btwitter\b)",
    re.I,
)


def furniture(text: str) -> str | None:
    """What kind of page furniture a block is, or None where it may be the article's."""
    if len(text) <= 170 and _WHOLE.fullmatch(text):
        return "widget-line"
    if len(text) <= 400 and _BEGINNING.match(text):
        return "prompt"
    low = text.lower() if len(text) <= 600 else ""
    if any(word in low for word in _TELLING) and _NOTICE.search(text):
        return "notice"
    if len(text) <= 300 and _CONTACT.match(text):
        return "contact"
    if not any(char.isalnum() for char in text):
        return "rule"
    return None


_PORTRAIT = re.compile(
    rf"^(?P<name>(?!The )(?:{_NAME}\s)(?:(?:[A-Z]\.|de|van|von|al-?|bin)\s)?{_NAME}(?:\s{_NAME}){{0,2}})(?:,[^.,]{{3,60}},)?\s"
    r"(?:is|covers|writes|reports)\b.{0,90}\b(?:reporter|correspondent|writer|editor|journalist|columnist|producer|contributor|"
    r"bureau chief|fellow|blogger|freelancer?|photographer|analyst for)\b",
)
_ACTS = re.compile(
    r"\b(?:said|says|told|killed|arrested|jailed|accused|charged|sentenced|died|released|detained|missing|wanted)\b|[“\"«]"
)


def portrait(text: str, rest: str) -> bool:
    """Whether a paragraph tells who wrote: it says what somebody does in a newsroom whom the article names nowhere else."""
    match = _PORTRAIT.match(text) if len(text) <= 900 else None
    return match is not None and match.group("name").split()[-1] not in rest and _ACTS.search(text) is None


def trailer(text: str, byline: Sequence[str], from_end: int) -> str | None:
    """Who wrote, edited or helped, and notes on the author: only near the article's end, or in brackets."""
    if len(text) > 700:
        return None
    if len(text) <= 420 and (from_end <= 6 or text[:1] in "([") and (_HELPED.fullmatch(text) and _is_helped(text)):
        return "contributors"
    if from_end > 5:
        return None
    named = any(name and name.split()[-1] in text[:80] for name in byline)
    begins_with_name = any(text.startswith(name) for name in byline if name)
    if _ROLE.search(text) and _REACH.search(text) and len(text) <= 500 and re.match(r"[A-ZÀ-Þ]", text):
        return "author-note"
    if _BLURB.match(text) and (begins_with_name or (named and from_end <= 2)):
        return "author-note"
    if (
        from_end <= 2
        and len(text) <= 200
        and re.match(r"(?i)(?:follow|email|contact|reach|write to)\b", text)
        and _REACH.search(text)
    ):
        return "author-note"
    return None


def _is_helped(text: str) -> bool:
    """'Reporting by X; Editing by Y', and not a sentence about reporting by someone."""
    if re.search(r"\bcontributed\b", text, re.I):
        return re.search(r"\bcontributed\s+(?:\$|€|£|\d|money|funds|troops|significantly|greatly|more)", text, re.I) is None
    return True
