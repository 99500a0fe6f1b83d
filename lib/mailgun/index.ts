export { mailgunMailer, type MailgunOptions } from './mailer';
