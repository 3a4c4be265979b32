// Pages from right to left: Streamlit writes its rules with sides (left, margin-right) while it runs.  Each is turned into one
// that follows the line (inline-start) as it is inserted, by property, so that no name of Streamlit's own is known here.
if (document.documentElement.dir === 'rtl') {
  const ENDS = { left: 'inline-start', right: 'inline-end' }
  const CORNERS = ['start-start', 'start-end', 'end-end', 'end-start']
  // The values of a shorthand, apart: "0 calc(1px + 2px)" are two.
  const values = text => text.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? []
  const MOVED = /position\s*:\s*fixed\s*!important/ // a list that opens, moved by its transform
  const turned = css => css
    .replace(/(?<![\w-])(margin|padding|scroll-margin|scroll-padding)-(left|right)(?=\s*:)/g, (_, what, side) => `${what}-${ENDS[side]}`)
    .replace(/(?<![\w-])border-(left|right)(-color|-style|-width)?(?=\s*:)/g, (_, side, part = '') => `border-${ENDS[side]}${part}`)
    .replace(/(?<![\w-])border-(top|bottom)-(left|right)-radius(?=\s*:)/g, (_, edge, side) =>
      `border-${edge === 'top' ? 'start' : 'end'}-${side === 'left' ? 'start' : 'end'}-radius`)
    // Half of it is the middle, and is moved back; what a script moves to its place begins at the page's own corner.
    .replace(/(?<=[;{\s])(left|right)(?=\s*:(?!\s*50%))/g, side => MOVED.test(css) ? side : `inset-${ENDS[side]}`)
    .replace(/((?<![\w-])text-align\s*:\s*)(left|right)\b/g, (_, what, side) => what + (side === 'left' ? 'start' : 'end'))
    .replace(/((?<![\w-])float\s*:\s*)(left|right)\b/g, (_, what, side) => what + ENDS[side])
    .replace(/(linear-gradient\(to )(left|right)\b/g, (_, what, side) => what + (side === 'left' ? 'right' : 'left'))
    .replace(/(?<![\w-])(margin|padding|inset)\s*:\s*([^;{}!]+)(![^;}]*)?/g, (all, what, text, weight = '') => {
      const [top, right, bottom, left] = values(text)
      if (left === undefined || left === right) return all
      return `${what}-block:${top} ${bottom}${weight};${what}-inline:${left} ${right}${weight}`
    })
    .replace(/(?<![\w-])border-radius\s*:\s*([^;{}!/]+)(![^;}]*)?/g, (all, text, weight = '') => {
      const [one, two = one, three = one, four = two] = values(text)
      if (one === two && three === four) return all
      return [one, two, three, four].map((value, at) => `border-${CORNERS[at]}-radius:${value}${weight}`).join(';')
    })
  const { insertRule, replaceSync } = CSSStyleSheet.prototype
  CSSStyleSheet.prototype.insertRule = function (rule, at) { return insertRule.call(this, turned(rule), at) }
  CSSStyleSheet.prototype.replaceSync = function (css) { return replaceSync.call(this, turned(css)) }
  // What its calendar asks for names of months and for digits; browsers have no Sorani ones, and Arabic is read by its readers.
  Object.defineProperty(navigator, 'language', { value: 'ar-IQ-u-nu-latn' })
  // A table's first column stands at its right end: there it is opened.  Its grid knows no direction.
  const opened = new WeakSet()
  const open = grid => {
    if (opened.has(grid) || grid.scrollWidth <= grid.clientWidth) return
    opened.add(grid)
    grid.scrollLeft = grid.scrollWidth
  }
  new MutationObserver(() => document.querySelectorAll('.dvn-scroller').forEach(open))
    .observe(document.documentElement, { childList: true, subtree: true })
}
