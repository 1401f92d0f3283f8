import { type CSSVariablesResolver, createTheme, type MantineTheme, Modal } from '@mantine/core';

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
  components: { Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close the dialog' } } }) },
});

export const variables: CSSVariablesResolver = (x: MantineTheme) => ({
  variables: {},
  light: { '--mantine-color-dimmed': x.colors.gray[7], '--mantine-color-placeholder': x.colors.gray[7], '--mantine-color-error': x.colors.red[9], ...texts(x, 9) },
  dark: { '--mantine-color-dimmed': x.colors.dark[1], '--mantine-color-placeholder': x.colors.dark[1], '--mantine-color-error': x.colors.red[4], ...texts(x, 2) },
});

/** The darkest shades of these are too light for text on their palest. */
const Darker: Record<string, string> = { yellow: '#6b3a00', lime: '#3d5a0a', orange: '#6b3a00', teal: '#056147', green: '#1f6b30', cyan: '#0a5c6e' };

/** The text colours of pale badges and buttons, of every colour. */
function texts(x: MantineTheme, shade: number): Record<string, string> {
  return Object.fromEntries(Object.keys(x.colors).filter(name => name !== 'dark').flatMap(name => {
    const colour = shade === 9 ? Darker[name] ?? x.colors[name]![shade]! : x.colors[name]![shade]!;
    return [[`--mantine-color-${name}-light-color`, colour], [`--mantine-color-${name}-outline`, colour]];
  }));
}
