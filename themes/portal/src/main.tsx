import "./styles";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { loadConfig, type Config } from "./config";
import { chosenLocale, firstLocale, loadLanguage, LOCALES, TextsProvider } from "./i18n";
import { followColorScheme } from "./scheme";

followColorScheme();

const place = document.getElementById("app");
if (place) {
  const show = async (config: Config | undefined) => {
    const realm = config ?? { locales: LOCALES, defaultLocale: "en" };
    const language = await loadLanguage(firstLocale(realm, chosenLocale(), navigator.languages));
    createRoot(place).render(
      <StrictMode>
        <TextsProvider first={language}>
          <App config={config} />
        </TextsProvider>
      </StrictMode>,
    );
  };
  void loadConfig().then(show, () => show(undefined));
}
