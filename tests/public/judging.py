"""Checks of a page as it stands in a browser, each a list of what is wrong."""

from typing import Any, Final

from tests.public.browser import Browser

_TEXTS: Final = """
(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const opaque = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility()) continue;
    found.push({text, ink: getComputedStyle(element).color, paper: opaque(element)});
  }
  return found;
})()
"""
_EDGES: Final = """
[...document.querySelectorAll('input[type=text], textarea')].filter(e => e.checkVisibility())
  .map(e => ({ text: e.name, ink: getComputedStyle(e).borderTopColor,
    paper: getComputedStyle(e.closest('.card')).backgroundColor }))
"""
_WIDE: Final = """
[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.matches('.skip'))
  .filter(e => { const box = e.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1); })
  .map(e => e.tagName + ' ' + e.textContent.slice(0, 40))
"""
_SMALL: Final = """
[...document.querySelectorAll('button, summary, input[type=text], textarea, label.tick, header a')]
  .filter(e => e.checkVisibility())
  .map(e => [e.textContent.slice(0, 30), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)
"""
_BUILT: Final = """
(() => {
  const wrong = [], all = selector => [...document.querySelectorAll(selector)];
  const levels = all('h1, h2, h3').map(e => +e.tagName[1]);
  if (levels.filter(level => level === 1).length !== 1) wrong.push('h1');
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) wrong.push('jump'); });
  if (levels[0] !== 1) wrong.push('first');
  for (const one of ['main', 'header', 'footer', 'title'])
    if (all(one).length !== 1) wrong.push(one);
  const ids = all('[id]').map(e => e.id);
  if (new Set(ids).size !== ids.length) wrong.push('twice');
  for (const name of ['aria-describedby', 'aria-labelledby', 'for'])
    for (const e of all(`[${name}]`))
      for (const id of e.getAttribute(name).split(' '))
        if (!document.getElementById(id)) wrong.push(`${name}=${id}`);
  for (const e of all('input:not([type=hidden]), textarea'))
    if (!e.labels.length) wrong.push('label ' + e.name);
  for (const e of all('input[type=radio]'))
    if (!e.closest('fieldset')?.querySelector('legend')) wrong.push('legend ' + e.name);
  if (all('script, img, iframe, link').length) wrong.push('foreign');
  if (all('[style], [onclick]').length) wrong.push('inline');
  if (!document.documentElement.lang || !document.documentElement.dir) wrong.push('lang');
  return wrong;
})()
"""


def pale(browser: Browser) -> list[str]:
    """Texts whose contrast is under 4.5, and edges of fields under 3 (WCAG 1.4.3, 1.4.11)."""
    texts = [each["text"] for each in browser.look(_TEXTS) if _contrast(each) < 4.5]
    return texts + [each["text"] for each in browser.look(_EDGES) if _contrast(each) < 3]


def wide(browser: Browser) -> list[str]:
    """What stands out of the window sideways."""
    over = browser.look("document.documentElement.scrollWidth > innerWidth")
    return [*browser.look(_WIDE), *(["page"] if over else [])]


def small(browser: Browser) -> list[str]:
    """What is hard to hit: under 24 pixels (WCAG 2.5.8)."""
    found: list[str] = browser.look(_SMALL)
    return found


def ill_built(browser: Browser) -> list[str]:
    """Headings, landmarks, labels, references and languages that are missing or wrong."""
    found: list[str] = browser.look(_BUILT)
    return found


def nameless(browser: Browser) -> list[str]:
    """What can be reached by keys and has no name for a screen reader."""
    plain = {"RootWebArea", "none", "generic", "alert", "status"}
    return [each.role for each in browser.controls() if not each.name and each.role not in plain]


def _contrast(each: dict[str, Any]) -> float:
    light, dark = sorted((_light(each["ink"]), _light(each["paper"])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    """Relative luminance of ``rgb(r, g, b)``."""
    parts = [float(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
