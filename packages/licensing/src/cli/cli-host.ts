/** What the commands need of the outside world. */
export interface CliHost {
  readFile(path: string): Promise<string>;
  /** Fails when the file exists. */
  writeFile(path: string, text: string, mode: number): Promise<void>;
  print(line: string): void;
  printError(line: string): void;
  now(): number;
}
