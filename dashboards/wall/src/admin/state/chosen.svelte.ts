/** What the lists are narrowed to, kept from page to page. */
class Chosen {
  /** "" is every site. */
  site = $state('');
  archived = $state(false);
  /** On this visit, at the sign-in that asked for it: a guide need not ask again. */
  passwordChanged = false;
}

export const chosen = new Chosen();
