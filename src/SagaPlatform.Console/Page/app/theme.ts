import { type CSSVariablesResolver, createTheme, type MantineTheme } from '@mantine/core';

/** Shades are chosen so that text has a contrast of at least 4.5 to 1 in both schemes (WCAG AA); a browser test measures it. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Liberation Mono", "DejaVu Sans Mono", monospace',
  cursorType: 'pointer',
  focusRing: 'auto',
});

export const variables: CSSVariablesResolver = (x: MantineTheme) => ({
  variables: {},
  light: { '--mantine-color-dimmed': x.colors.gray[7], '--mantine-color-placeholder': x.colors.gray[7], '--mantine-color-error': x.colors.red[9], ...texts(x, 9) },
  dark: { '--mantine-color-dimmed': x.colors.dark[1], '--mantine-color-placeholder': x.colors.dark[1], '--mantine-color-error': x.colors.red[4], ...texts(x, 2) },
});

/** The text colours of pale badges and buttons, of every colour. */
function texts(x: MantineTheme, shade: number): Record<string, string> {
  return Object.fromEntries(Object.keys(x.colors).filter(name => name !== 'dark').flatMap(name => {
    // The darkest yellows and limes are lighter than the rest.
    const colour = shade === 9 && ['yellow', 'lime', 'orange'].includes(name) ? '#6b3a00' : x.colors[name]![shade]!;
    return [[`--mantine-color-${name}-light-color`, colour], [`--mantine-color-${name}-outline`, colour]];
  }));
}
