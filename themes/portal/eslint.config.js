import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "build", "dist"] },
  ...tseslint.configs.strict,
  a11y.flatConfigs.strict,
  {
    files: ["src/**"],
    ignores: ["src/patternfly.tsx"],
    rules: {
      "no-restricted-imports": [
        "error",
        { name: "@patternfly/react-core", message: "Import from patternfly.tsx, which knows the reader's language." },
      ],
    },
  },
  {
    plugins: { "react-hooks": hooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "no-console": "error",
      eqeqeq: "error",
      // What is left is text that must stay on its line: samples, expressions, addresses.
      "max-len": [
        "error",
        { code: 120, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreStrings: true },
      ],
      "@typescript-eslint/no-invalid-void-type": "off",
    },
  },
);
