import { escapeHtml, mailPage, rowTable } from '../mail';
import type { MailView } from './mail';

/** The mail as HTML. Every value is escaped. */
export function mailHtml(view: MailView): string {
  const words = escapeHtml(view.words).replace(/\n/g, '<br>');
  const wordStyle = view.quoted
    ? 'border-left:3px solid #2f6fde;color:#16202c'
    : 'border-left:3px solid #c9d0da;color:#5b6472';
  return mailPage({
    title: view.title,
    language: view.language,
    body: `${rowTable(view.rows)}
<p style="margin:0 0 20px;padding:2px 0 2px 14px;${wordStyle}">${words}</p>
${listen(view)}`,
  });
}

function listen(view: MailView): string {
  if (!view.link) return '<p style="margin:0;color:#5b6472">The recording is attached.</p>';
  return (
    `<p style="margin:0"><a href="${escapeHtml(view.link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#2f6fde;` +
    `color:#ffffff;text-decoration:none">Listen to the recording</a></p>\n` +
    `<p style="margin:10px 0 0;color:#5b6472">The link is good until ${escapeHtml(view.link.until)}.</p>`
  );
}
