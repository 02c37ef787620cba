// Alerts answered without a pointer: the focus must stand at the next alert afterwards, never at the top of the page, and a second press in haste must answer nobody else.

const CARDS = '[data-testid="alert-card"]';
const WAIT_MS = 3000;

/** Findings by what was tried. Seven alerts: the first one that is resolved turns rows back into cards. */
export async function answersByKey(page, base) {
  return {
    'acknowledge by key': await acknowledge(page, base),
    'acknowledge in haste': await acknowledgeTwice(page, base),
    'resolve by key': await resolve(page, base),
    'cancel by key': await cancel(page, base),
    'the last one by key': await resolveLast(page, base),
  };
}

async function acknowledge(page, base) {
  const ids = await openWall(page, base, 7);
  await button(page, ids[0], 'ack').focus();
  await page.keyboard.press('Enter');
  return wanted(page, ids[1]);
}

async function acknowledgeTwice(page, base) {
  const ids = await openWall(page, base, 7);
  await button(page, ids[0], 'ack').focus();
  await page.keyboard.press('Enter');
  const findings = await wanted(page, ids[1]);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  const state = await page.locator(`${CARDS}[data-alert-id="${ids[1]}"]`).getAttribute('data-state');
  return state === 'open' ? findings : [...findings, `the second Enter answered the next alert, which is ${state} now`];
}

async function resolve(page, base) {
  const ids = await openWall(page, base, 7);
  await resolveByKey(page, ids[0]);
  const findings = await wanted(page, ids[1]);
  await page.locator('[data-dense]').first().waitFor({ state: 'detached', timeout: WAIT_MS });
  return [...findings, ...await wanted(page, ids[1])];
}

async function cancel(page, base) {
  const ids = await openWall(page, base, 7);
  await button(page, ids[2], 'resolve').focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="resolve-dialog"]').waitFor();
  await page.keyboard.press('Escape');
  return wanted(page, ids[2]);
}

async function resolveLast(page, base) {
  const ids = await openWall(page, base, 1);
  await resolveByKey(page, ids[0]);
  const there = await page.waitForFunction(() => document.activeElement?.id === 'alerts-title', undefined, { timeout: WAIT_MS }).then(() => true, () => false);
  return there ? [] : ['after the last alert the focus is not at the title of the list'];
}

async function openWall(page, base, alerts) {
  await page.request.post(`${base}/mock/scene?alerts=${alerts}`);
  await page.goto(base);
  await page.locator('[data-testid="link"][data-link="live"]').waitFor();
  await page.locator(CARDS).nth(alerts - 1).waitFor();
  return page.locator(CARDS).evaluateAll((cards) => cards.map((card) => card.dataset.alertId));
}

const button = (page, id, testid) => page.locator(`${CARDS}[data-alert-id="${id}"] [data-testid="${testid}"]`);

async function resolveByKey(page, id) {
  await button(page, id, 'resolve').focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="resolve-outcome-false"] input').press('Space');
  await page.locator('[data-testid="resolve-note"]').press('Tab');
  await page.locator('[data-testid="resolve-confirm"]').press('Enter');
}

async function wanted(page, id) {
  const there = await page.waitForFunction((alert) => document.activeElement?.closest('[data-testid="alert-card"]')?.getAttribute('data-alert-id') === alert, id, { timeout: WAIT_MS })
    .then(() => true, () => false);
  return there ? [] : [`the focus is at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80))}, not at alert ${id}`];
}
