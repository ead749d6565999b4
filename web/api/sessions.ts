// Who is signed in: opaque random tokens in a cookie; only their hash is kept.

export type Sessions<Who> = {
  /** A fresh token for the cookie. */
  readonly open: (who: Who) => Promise<string>;
  /** Null where the token is unknown, idle too long, or past its working day. `key` names the session without being its token. */
  readonly find: (token: string | undefined) => Promise<{ readonly who: Who; readonly key: string } | null>;
  readonly close: (token: string | undefined) => Promise<void>;
};
