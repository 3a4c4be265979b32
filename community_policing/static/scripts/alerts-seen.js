// Without sign-in the browser keeps up to where its reader has seen the alerts; the button's key says it.
addEventListener('click', event => {
  const seen = event.target.closest?.('button') && event.target.closest('[class*="st-key-alerts-seen-"]')
  const [, upTo] = seen?.className.match(/st-key-alerts-seen-(\d+-\d{8})/) ?? []
  if (upTo) keepCookie('alerts', upTo, 31536000)
})
