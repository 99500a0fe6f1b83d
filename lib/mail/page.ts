/** One line of a mail's table. */
export interface MailRow {
  readonly label: string;
  readonly value: string;
}

/** A mail as HTML: one column, inline styles and tables only, since mail programs know little more. `body` is HTML already. */
export function mailPage({ title, language, body }: { title: string; language: string; body: string }): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f2f4f7;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">
<table role="presentation" align="center" width="100%" style="max-width:560px;background:#ffffff;border-radius:8px;border-collapse:separate"><tr><td style="padding:28px 32px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;color:#16202c">${escapeHtml(title)}</h1>
${body}
</td></tr></table>
</body>
</html>
`;
}

/** The rows as a table: what it is in grey, what it says beside it; `numbers` stand flush right. Every value is escaped. */
export function rowTable(rows: readonly MailRow[], { numbers = false }: { numbers?: boolean } = {}): string {
  const align = numbers ? ';text-align:right;font-variant-numeric:tabular-nums' : '';
  const lines = rows.map(
    row =>
      `<tr><td style="padding:4px 16px 4px 0;color:#5b6472;white-space:nowrap;vertical-align:top">${escapeHtml(row.label)}</td>` +
      `<td style="padding:4px 0;color:#16202c${align}">${escapeHtml(row.value)}</td></tr>`,
  );
  return `<table role="presentation" style="border-collapse:collapse;margin-bottom:20px">\n${lines.join('\n')}\n</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe inside HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);
}
