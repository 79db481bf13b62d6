import "./styles";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { loadConfig, type Config } from "./config";
import { firstLocale, TextsProvider } from "./i18n";
import { followColorScheme } from "./scheme";

followColorScheme();

const place = document.getElementById("app");
if (place) {
  const show = (config: Config | undefined) =>
    createRoot(place).render(
      <StrictMode>
        <TextsProvider first={firstLocale(config?.defaultLocale ?? "en")}>
          <App config={config} />
        </TextsProvider>
      </StrictMode>,
    );
  loadConfig().then(show, () => show(undefined));
}
