// The first-use note is closed once for this browser: only the page can write a cookie.
addEventListener('click', event => {
  if (event.target.closest?.('.st-key-first-use-away button')) keepCookie('introduced', 'yes', 31536000)
})
