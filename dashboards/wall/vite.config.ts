import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The silo serves dist/ at its root; in development Vite passes API and hub on to a running silo (or `npm run mock`).
const backend = process.env['WALL_BACKEND'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/',
  plugins: [svelte()],
  // Three pages: the wall, what a relative opens on a telephone, and the district's. None loads another's code.
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, rollupOptions: { input: ['index.html', 'family.html', 'district.html'] } },
  server: { proxy: { '/api': backend, '/hub': { target: backend, ws: true } } },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
