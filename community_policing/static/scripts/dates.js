// Typed dates: Streamlit takes one when its field is left, and readers press Enter.
addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.closest?.('[data-testid="stDateInput"] [role="spinbutton"]')) event.target.blur()
}, true)
