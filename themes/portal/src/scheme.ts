/** Light or dark, following the reader's system, including later changes. */
export function followColorScheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => document.documentElement.classList.toggle("pf-v5-theme-dark", dark.matches);
  dark.addEventListener("change", apply);
  apply();
}
