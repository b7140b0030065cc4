"""Pages that stand where an article should: errors, log-ins, robot checks, paywalls. Told by what they say, not by the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.etree import _Element as HtmlElement

from dragoman.errors import ErrorPage, LoginPage, NoArticle, PaywallStub
from dragoman.model.article import Flag, span_of
from dragoman.pages.draft import Draft
from dragoman.pages.structured import Stated

# The whole title or headline, but for the outlet's name after it: '500 killed in quake' is news.
_ERROR = re.compile(
    r"\W{0,5}(?:(?:error|fehler|erreur|errore?|http)?\W{0,3}(?:404|403|410|429|451|500|502|503)(?:\W{1,3}(?:error|not "
    r"found|forbidden|gone|page|seite|internal server error|too many requests|bad gateway)\b[\w ]{0,20})?|"
    r"(?:404\W{1,3}|403\W{1,3})?(?:(?:the |this )?(?:page|article|story|url|content)(?: you requested)? (?:was |is "
    r")?(?:not|can(?:no|')t be) found|"
    r"not found|page does(?:n't| not) exist|access denied|forbidden|just a moment|are you a robot|attention required|"
    r"security check|"
    r"please verify[\w ]{0,40}|verify (?:that )?you are (?:a )?human|service unavailable|bad gateway|gateway time-?out|"
    r"(?:internal )?server error|too many requests|site (?:under )?maintenance|seite (?:wurde )?nicht gefunden|page introuvable|"
    r"página no encontrada|pagina non trovata|página não encontrada|sidan hittades inte|страница не найдена))"
    r"\W{0,5}(?:$|[|–—·-]\s)",
    re.I,
)
_LOGIN = re.compile(
    r"^\W*(?:sign|log)[ -]?in\b|^\W*(?:please )?(?:sign|log) in to\b|^\W*(?:anmelden|einloggen|login|se connecter|"
    r"connexion|iniciar sesión|accedi|"
    r"entrar|inloggen|logga in|logg inn|войти)\b",
    re.I,
)
# What a paywall says of the text that it keeps back.
_KEPT_BACK = re.compile(
    r"(?:subscribe|register|become a (?:member|subscriber)|create (?:a|an|your) (?:free )?account)\b.{0,40}"
    r"\bto (?:continue|keep reading|unlock|read (?:this|the (?:full|whole|rest)))\b|\bto (?:continue|keep) reading\b|"
    r"\b(?:this|the full|the rest of "
    r"(?:the|this)) "
    r"(?:article|story|content) is (?:only )?(?:available |reserved )?(?:for|to) (?:our )?(?:paying |registered "
    r")?(?:subscribers|members)|"
    r"il vous reste [\d.,]+ ?%|(?:article |suite (?:de l'article )?(?:est )?)?réservée? (?:à nos|aux) abonnés|"
    r"\b(?:jetzt )?weiterlesen mit\b|nur für (?:abonnenten|registrierte)|sie (?:möchten|wollen) (?:diesen artikel "
    r")?(?:weiter|ganz)\s?lesen|"
    r"para (?:seguir|continuar) leyendo|contenido exclusivo para suscriptores|per continuare a leggere|contenuto "
    r"riservato agli abbonati|"
    r"para continuar (?:a ler|lendo)|conteúdo exclusivo para assinantes|om verder te lezen|för att läsa (?:vidare|hela)|"
    r"for å lese (?:videre|resten|hele)",
    re.I,
)
_TELLING = ("p", "div", "span", "h2", "h3", "h4", "a", "button", "strong")
_FEW, _SHORT = 350, 1800  # letters: too few for an article; more than what a paywall leaves


def stand_in(tree: HtmlElement, says: Stated, title: str, headline: str | None, letters: int, source: str) -> NoArticle | None:
    """The error for a page that is no article but something in its place, or None; `letters` are those of the body found."""
    if letters >= 600:
        return None
    told = [text[:200] for text in (title, headline or "") if text]
    if any(map(_ERROR.match, told)):
        return ErrorPage(source, "is an error page", "open the address in a browser and save the article, or leave it out")
    if any(map(_LOGIN.match, told)) and (letters < _FEW or tree.find(".//input[@type='password']") is not None):
        return LoginPage(source, "asks to log in", "log in with a browser, save the article, and name the file")
    if letters < _FEW and (says.free is False or _kept_back(tree.iter(*_TELLING)) is not None):
        return PaywallStub(
            source, "is only the beginning of an article behind a paywall", "save the whole article and name the file"
        )
    return None


def _kept_back(elements: Iterable[HtmlElement]) -> str | None:
    """The words with which the page says that it keeps text back."""
    for element in elements:
        text = (element.text or "").strip()
        if 8 < len(text) < 400 and (match := _KEPT_BACK.search(text)):
            return match.group()
    return None


def cut_short(draft: Draft, last_element: HtmlElement | None) -> Sequence[Flag]:
    """A flag at the end of a body that a paywall has cut: the page says so right below it."""
    size = sum(len(piece.text) for piece in draft.body)
    if not draft.body or last_element is None or size > _SHORT:
        return ()
    after = last_element.xpath("following::*[position() <= 25]")
    if _kept_back(element for element in after if element.tag in _TELLING) is None:
        return ()
    last = draft.body[-1].text
    start = max(0, last.rstrip(" .…").rfind(". ") + 2) if ". " in last.rstrip(" .…") else 0
    return (Flag("cut by a paywall: the text goes on elsewhere", span_of(last, "body", len(draft.body) - 1, start, len(last))),)
