const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

for (const element of document.querySelectorAll('time'))
  element.textContent = format.format(new Date(element.dateTime));
