"""The style sheet of the Briefing page."""

BRIEFING = """<style>
.st-key-briefings button > div {justify-content: flex-start;}
.st-key-briefings button {text-align: start; padding: .45rem 0; line-height: 1.4; border-radius: 0;}
.st-key-briefings > div {border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); width: 100%;}
.st-key-briefings button p {font-size: .875rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
.st-key-briefings button strong {font-size: 1rem; font-weight: 600; color: #14695F; color: light-dark(#14695F, #5CC4B6);}
.st-key-briefings button:hover strong {text-decoration: underline; text-underline-offset: 3px;}
.st-key-briefing-told li {margin-bottom: .5rem;}
.st-key-brief-order-list > div {min-height: 2rem;}
.st-key-brief-order-list button {min-height: 1.8rem; min-width: 2rem; padding: 0;}
[class*="st-key-brief-edit-"] {border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); padding: .6rem 0 .7rem;}
.st-key-brief-edit-1 {border-top: 0; padding-top: 0;}
[class*="st-key-brief-edit-"] label p {font-size: .8125rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
[class*="st-key-brief-edit-"] [data-testid="stColumn"] [data-testid="stVerticalBlock"] {gap: .3rem;}
.st-key-brief-contents li {font-size: .9375rem; line-height: 1.4;}
[class*="st-key-brief-write-"] input {font-weight: 600;}
[class*="st-key-brief-write-"] button p {font-size: .875rem; text-decoration: underline; text-underline-offset: 3px;}
[class*="st-key-brief-output-"] {padding: .6rem .8rem .5rem; justify-content: space-between;}
:is([class*="st-key-brief-output-"], [class*="st-key-brief-note-"], .st-key-briefings) [data-testid="stMarkdownContainer"] {margin-bottom: 0;}
[class*="st-key-brief-output-"] p {margin: 0; font-weight: 600; font-size: .9375rem; line-height: 1.3;}
[class*="st-key-brief-output-"] [data-testid="stCaptionContainer"] p {font-weight: 400; font-size: .875rem;}
[class*="st-key-brief-output-"] button {min-height: 1.6rem; padding: 0;}
[class*="st-key-brief-output-"] button p {font-weight: 400; font-size: .9375rem; text-decoration: underline; text-underline-offset: 3px;}
:is(.st-key-brief-notes, .st-key-brief-notes-more) > div {border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); padding: .45rem 0;}
:is(.st-key-brief-notes, .st-key-brief-notes-more) p {margin: 0; line-height: 1.4;}
:is(.st-key-brief-notes, .st-key-brief-notes-more) p > span[style*="font-size"] {color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
:is(.st-key-brief-notes, .st-key-brief-notes-more, .st-key-brief-present) button p {text-decoration: underline; text-underline-offset: 3px;}
  [data-testid="stLayoutWrapper"]:has(> .st-key-brief-freeze) {position: sticky; top: 0; z-index: 5; padding: .2rem 0 .7rem; background: #FFFFFF; background: light-dark(#FFFFFF, #10191D); border-bottom: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44);}
</style>"""
