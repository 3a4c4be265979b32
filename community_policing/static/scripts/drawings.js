// Drawings of ours (ui/components/style.py) come as pictures, so that they stand without this script.  Here each becomes a part of
// the page: in its font, with its colours on paper, and its parts say what they are (data-tip) under the pointer or a finger.
const tip = Object.assign(document.createElement('div'), { className: 'tip', hidden: true })
document.body.append(tip)

function inline(image) {
  const svg = new DOMParser().parseFromString(decodeURIComponent(image.src.slice(image.src.indexOf(',') + 1)), 'image/svg+xml')
  if (!svg.documentElement.matches('svg')) return
  const part = document.importNode(svg.documentElement, true)
  if (image.alt) part.setAttribute('aria-label', image.alt)
  else part.setAttribute('role', 'presentation')
  part.setAttribute('preserveAspectRatio', 'xMidYMid slice')
  image.replaceWith(part)
}

function say({ target, clientX: x, clientY: y }) {
  const words = target.closest?.('.drawing [data-tip]')?.dataset.tip
  tip.hidden = !words
  if (!words) return
  tip.textContent = words
  tip.style.colorScheme = getComputedStyle(target).colorScheme
  const { offsetWidth: wide, offsetHeight: high } = tip
  tip.style.left = `${Math.max(0, Math.min(x + 12, innerWidth - wide - 4))}px`
  tip.style.top = `${y > high + 12 ? y - high - 8 : y + 16}px`
}

new MutationObserver(() => document.querySelectorAll('.drawing > img').forEach(inline))
  .observe(document.body, { childList: true, subtree: true })
for (const kind of ['pointermove', 'pointerdown']) addEventListener(kind, say)
addEventListener('scroll', () => { tip.hidden = true }, true)
