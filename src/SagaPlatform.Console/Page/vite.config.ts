import { defineConfig } from 'vite';

// Node's own: its types would be one more package.
declare const process: { env: Record<string, string | undefined> };

// JSX is compiled by esbuild alone: no Babel, and so fewer packages.
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: {
    target: 'es2022',
    outDir: 'built',
    assetsDir: 'assets',
    // Icons as data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // "use client" is for pages that a server draws: here it says nothing, in hundreds of lines.
      onwarn: (warning, warn) => { if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning); },
      output: {
        manualChunks: id =>
          /node_modules\/(recharts|d3-|victory-vendor|@mantine\/charts|lodash)/.test(id) ? 'charts'
          : /node_modules\/(@xyflow|zustand)/.test(id) ? 'graphs'
          : /node_modules/.test(id) ? 'components'
          : undefined,
      },
    },
    chunkSizeWarningLimit: 700,
  },
  // npm run dev: the page from its sources, against a platform that make run started.
  server: { proxy: { '/api': process.env.SAGA_URL ?? 'http://127.0.0.1:8080' } },
});
