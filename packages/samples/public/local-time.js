const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });

for (const element of document.querySelectorAll('time'))
  element.textContent = format.format(new Date(element.dateTime));
