import { Button, TextInput } from "../patternfly";
import { useState, type FormEvent } from "react";
import { useTexts } from "../i18n";
import { ALL, ALL_WITH_READS, CHANGES, FILTERS, type Filter, type Filters } from "./log";
import { NIGHT_FROM, NIGHT_TO, PRESETS, rangeOf, type Preset } from "./presets";

const TYPES = [
  "LOGIN_ERROR",
  "CLIENT_LOGIN_ERROR",
  "CODE_TO_TOKEN_ERROR",
  "REFRESH_TOKEN_ERROR",
  "CLIENT_REGISTER_ERROR",
  "USER_INFO_REQUEST_ERROR",
  "INTROSPECT_TOKEN_ERROR",
  "LOGOUT_ERROR",
  "USER_DISABLED_BY_TEMPORARY_LOCKOUT",
  "USER_DISABLED_BY_PERMANENT_LOCKOUT",
  "CAREGATE_AUDIT_READ",
  "CAREGATE_AUDIT_READ_ERROR",
  "CAREGATE_AUDIT_DEAD_LETTER",
];

/** The filters of the log; the applied ones are in the address, so it can be saved and shared. */
export function FilterForm({ filters, apply }: { filters: Filters; apply: (next: Filters) => void }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState<Filters>(filters);
  const set = (name: Filter, value: string) => setDraft({ ...draft, [name]: value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(
      Object.fromEntries(
        FILTERS.flatMap((name) => (draft[name]?.trim() ? [[name, draft[name].trim()]] : [])),
      ) as Filters,
    );
  };
  const known = [ALL, ALL_WITH_READS, CHANGES, ...TYPES];
  const types = draft.type && !known.includes(draft.type) ? [...TYPES, draft.type] : TYPES;
  const choose = (preset: Preset) => {
    const { from, to } = rangeOf(preset, new Date());
    const others = { ...filters };
    delete others.to;
    apply({ ...others, from, ...(to ? { to } : {}) });
  };
  return (
    <form className="caregate-filters" onSubmit={submit} role="search" aria-label={t("filter.label")}>
      <div>
        <label htmlFor="filter-type">{t("filter.type")}</label>
        <select
          id="filter-type"
          className="caregate-select"
          value={draft.type ?? "LOGIN_ERROR"}
          onChange={(event) => set("type", event.target.value)}
        >
          <option value={ALL}>{t("filter.all")}</option>
          <option value={ALL_WITH_READS}>{t("filter.allWithReads")}</option>
          <option value={CHANGES}>{t("filter.changes")}</option>
          {types.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </select>
      </div>
      {(["error", "user", "client", "ip", "text"] as const).map((name) => (
        <div key={name}>
          <label htmlFor={`filter-${name}`}>{t(`filter.${name}`)}</label>
          <TextInput
            id={`filter-${name}`}
            value={draft[name] ?? ""}
            onChange={(_, value) => set(name, value)}
            autoComplete="off"
          />
        </div>
      ))}
      {(["from", "to"] as const).map((name) => (
        <div key={name} className="caregate-whole-row">
          <label htmlFor={`filter-${name}`}>{t(`filter.${name}`)}</label>
          <TextInput
            id={`filter-${name}`}
            type="datetime-local"
            step="1"
            value={draft[name] ?? ""}
            onChange={(_, value) => set(name, value)}
          />
        </div>
      ))}
      <p className="caregate-muted caregate-filter-actions" id="time-zone">
        {t("filter.zone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
      </p>
      <div className="caregate-filter-actions">
        <Button type="submit" id="filter-apply">
          {t("filter.apply")}
        </Button>
        <Button variant="link" id="filter-clear" onClick={() => apply({})}>
          {t("filter.clear")}
        </Button>
        {PRESETS.map((preset) => (
          <Button key={preset} variant="secondary" id={`preset-${preset}`} onClick={() => choose(preset)}>
            {t(`preset.${preset}`, { from: NIGHT_FROM, to: NIGHT_TO })}
          </Button>
        ))}
      </div>
    </form>
  );
}
