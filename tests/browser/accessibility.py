"""Accessibility of a page that stands, judged by axe-core: what is wrong with it that is ours to mend."""

from importlib.resources import files

from playwright.sync_api import Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_COLOURS = ("color-contrast", "link-in-text-block")  # what another set of colours alone can break

# What Streamlit draws and no setting of ours changes: the rule, the part of the page, and what is wrong with it.
THEIRS = (
    ("list", "[data-testid=stSidebarNavItems]", "the groups of the menu are blocks between the list and its items"),
    ("listitem", "[data-testid=stSidebarNavItems]", "the same, seen from the items"),
    ("region", "[role=listbox]", "the list of a choice opens at the end of the document, outside of its parts"),
)

# Every finding of at least moderate weight as one line.  What is 24 pixels apart is judged on a phone alone: a mouse is finer.
_JUDGE = """async ([theirs, only, touched]) => {
  const moving = document.getAnimations().filter(each => each.effect?.getComputedTiming().iterations !== Infinity);
  const still = Promise.all(moving.map(each => each.finished.catch(() => null)));  // half faded in, a text is too pale
  await Promise.race([still, new Promise(done => setTimeout(done, 2000))]);
  const rules = {'target-size': {enabled: touched}}, runOnly = only.length ? {type: 'rule', values: only} : undefined;
  const {violations} = await axe.run(document, {rules, resultTypes: ['violations'], elementRef: true, ...(runOnly && {runOnly})});
  return violations.filter(found => found.impact !== 'minor').flatMap(found => found.nodes
    .filter(({element}) => !theirs.some(([rule, part]) => rule === found.id && element?.closest(part)))
    .map(({html, target, any, all, none}) => [found.impact, found.id, target.join(' '), html.slice(0, 160),
      ...[...any, ...all, ...none].map(check => check.message)].join(' | ')));
}"""

# What waits for the server is dimmed: axe would judge the colours of that moment
_UNDIMMED = "() => !document.querySelector('[data-stale=true]')"


def wrong(page: Page, *, colours: bool = False) -> list[str]:
    """What axe finds on the page as it stands, of moderate weight or more and not Streamlit's; `colours`: what a change of
    colours alone can break."""
    page.wait_for_function(_UNDIMMED, timeout=60_000)
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_AXE)
    touched = (page.viewport_size or {"width": 0})["width"] < 641
    found: list[str] = page.evaluate(_JUDGE, [[each[:2] for each in THEIRS], _COLOURS if colours else (), touched])
    return found
