import { spawn } from 'node:child_process';

/** Longer than a build may take: Twilio's deploy client gives up after five minutes. */
const LIMIT_MS = 300_000;
const WORDS = [
  ...['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
  // Who has no network learns of it soon.
  ...['--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'],
];

/** Runs `npm install` in that folder. Resolves with the end of what npm said when it failed, undefined when all is there. Runs no scripts of packages. */
export function npmInstall(folder: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const npm = spawn('npm', [...WORDS, '--prefix', folder], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIMIT_MS,
      // npm is a script of the shell there.
      shell: process.platform === 'win32',
    });
    let said = '';
    npm.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-4000)));
    npm.on('error', ({ message }) => resolve(message));
    npm.on('close', code => resolve(code === 0 ? undefined : reasonIn(said) || `npm ended with ${code}`));
  });
}

/** The lines that say what is wrong, without those that say where a log is. */
function reasonIn(said: string): string {
  const lines = said
    .split('\n')
    .filter(line => /^npm (error|ERR!)/.test(line) && !/complete log|npm-cache|_logs/.test(line));
  return lines
    .map(line => line.replace(/^npm (error|ERR!)\s*/, ''))
    .filter(line => line !== '')
    .slice(0, 4)
    .join(' ');
}
