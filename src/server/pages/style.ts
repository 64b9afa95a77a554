/** Colours have a contrast of 7 to 1 and more on their ground, in light and in dark (WCAG 2.2, 1.4.6). */
export const style = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1b1f24; --quiet: #4a5058; --line: #c9ced6; --link: #0b4a8f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --text: #eceff3; --quiet: #b9c0c9; --line: #3a4048; --link: #9cc7ff; }
}
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--line); padding: 0 1.5rem; font-weight: 600; }
main { padding: 0 1.5rem 3rem; max-width: 90rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: var(--quiet); padding-block: 0.25rem; }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
a { color: var(--link); }
`;
