import type { ReactElement, ReactNode } from "react";
import { Body, Container, Head, Heading, Hr, Html, Preview, Text } from "react-email";
import { plain } from "./plain";

/** What every template gives to `sendEmail`. */
export interface Mail {
  subject: string;
  body: ReactElement;
}

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** Inline colours are for light clients; these repaint the same classes where the client says it is dark. */
const dark = `@media (prefers-color-scheme: dark) {
  .page { background-color: #0a0a0a !important; }
  .card { background-color: #171717 !important; border-color: #2e2e2e !important; }
  .strong { color: #fafafa !important; }
  .quiet { color: #a1a1a1 !important; }
  .box { background-color: #262626 !important; }
  .line { border-color: #2e2e2e !important; }
  .button { background-color: #fafafa !important; color: #171717 !important; }
}`;

interface LayoutProps {
  appName: string;
  /** The line a mail client shows beside the subject. */
  preview: string;
  title: string;
  children: ReactNode;
}

/** The frame of every mail: restyle here. */
export function Layout({ appName, preview, title, children }: LayoutProps) {
  const name = plain(appName);
  return (
    <Html>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <style>{dark}</style>
      </Head>
      <Preview useTitleTag={false}>{preview}</Preview>
      <Body className="page" style={{ fontFamily: font, margin: 0, padding: "24px 12px" }}>
        <Container
          className="card"
          style={{
            backgroundColor: "#ffffff",
            border: "1px solid #e5e5e5",
            borderRadius: 12,
            maxWidth: 480,
            padding: 32,
          }}
        >
          <Text className="strong" style={{ color: "#171717", fontSize: 14, fontWeight: 600, margin: "0 0 24px" }}>
            {name}
          </Text>
          <Heading
            className="strong"
            style={{ color: "#171717", fontSize: 22, lineHeight: "28px", margin: "0 0 12px" }}
          >
            {title}
          </Heading>
          {children}
          <Hr className="line" style={{ borderColor: "#e5e5e5", margin: "24px 0 16px" }} />
          <Text className="quiet" style={{ color: "#737373", fontSize: 12, lineHeight: "18px", margin: 0 }}>
            {name} sent this message automatically.
          </Text>
        </Container>
      </Body>
    </Html>
  );
}
