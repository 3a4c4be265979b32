// Typed dates: Streamlit takes one when a press outside closes its calendar, and readers press Enter.
addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !event.target.closest?.('[data-testid="stDateInput"] [role="spinbutton"]')) return
  for (const press of ['pointerdown', 'mousedown']) document.body.dispatchEvent(new MouseEvent(press, { bubbles: true }))
  event.target.blur()
}, true)
