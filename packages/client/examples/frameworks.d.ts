// What the examples use of React and Express, so that they can be checked where neither is installed.

declare namespace JSX {
  interface IntrinsicElements {
    [element: string]: Record<string, unknown>;
  }
}

declare module 'express' {
  interface Request {
    readonly params: Readonly<Record<string, string>>;
  }
  interface Response {
    on(event: 'close', listener: () => void): void;
    status(code: number): Response;
    json(body: unknown): void;
  }
  export type RequestHandler = (request: Request, response: Response) => Promise<void>;
}
