export { headerSafe, senderHeader } from './headers';
export { escapeHtml, mailPage, rowTable, type MailRow } from './page';
