const typingEndsAfterMs = 2500;

/**
 * A text field in which Enter sends and Shift+Enter begins a new line. `send` answers whether the text arrived: if not, it stays in the
 * field. `typing` hears true when the writing begins, and false when it pauses.
 */
export function composer(form, { send, typing }) {
  const field = form.querySelector('textarea');
  const button = form.querySelector('button');
  let pause;
  let isSending = false;

  const stopTyping = () => {
    if (pause === undefined) return;
    clearTimeout(pause);
    pause = undefined;
    typing(false);
  };

  field.addEventListener('input', () => {
    if (pause === undefined) typing(true);
    clearTimeout(pause);
    pause = setTimeout(stopTyping, typingEndsAfterMs);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '' || isSending) return;
    clearTimeout(pause);
    pause = undefined;
    isSending = true;
    button.disabled = true;
    try {
      const hasArrived = await send(text);
      if (hasArrived && field.value.trim() === text) field.value = '';
    } finally {
      isSending = false;
      button.disabled = false;
      field.focus();
    }
  });
}
