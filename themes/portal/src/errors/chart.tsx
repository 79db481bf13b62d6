import { useId, useMemo } from "react";
import { useTexts } from "../i18n";
import { useWords } from "./cause";
import { barsOf, type Entry } from "./log";

const WIDTH = 720;
const HEIGHT = 160;
const SHOWN = 5;
const MOST_BARS = 48;

/** Errors over time by cause, with the same numbers as a table for readers who do not see the chart. */
export function Chart({ entries }: { entries: readonly Entry[] }) {
  const { t, time, number } = useTexts();
  const words = useWords();
  const title = useId();
  const { bars, width, causes } = useMemo(() => barsOf(entries, MOST_BARS), [entries]);
  if (bars.length === 0) {
    return null;
  }
  const named = causes.slice(0, SHOWN);
  const rest = causes.slice(SHOWN);
  const groups = [
    ...named.map((cause) => ({ name: words(cause), of: [cause] })),
    ...(rest.length ? [{ name: t("chart.other"), of: rest }] : []),
  ];
  const count = (index: number, of: string[]) =>
    of.reduce((sum, cause) => sum + (bars[index]?.counts.get(cause) ?? 0), 0);
  const most = Math.max(...bars.map((bar) => [...bar.counts.values()].reduce((sum, value) => sum + value, 0)));
  const step = WIDTH / bars.length;
  return (
    <section className="caregate-card caregate-gap" aria-labelledby={title}>
      <h2 id={title}>{t("chart.title", { count: entries.length })}</h2>
      <svg
        className="caregate-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT + 1} y2={HEIGHT + 1} className="caregate-axis" />
        {bars.map((bar, index) => {
          let below = 0;
          return (
            <g key={bar.start}>
              {groups.map((group, color) => {
                const value = count(index, group.of);
                const height = (value / most) * HEIGHT;
                below += height;
                return value === 0 ? null : (
                  <rect
                    key={group.name}
                    x={index * step + step * 0.1}
                    width={step * 0.8}
                    y={HEIGHT - below}
                    height={height}
                    className={`caregate-series-${color}`}
                  >
                    <title>{`${time(bar.start)}: ${group.name} ${number(value)}`}</title>
                  </rect>
                );
              })}
            </g>
          );
        })}
      </svg>
      <div className="caregate-axis-labels" aria-hidden="true">
        <span>{time(bars[0]?.start ?? 0)}</span>
        <span>{t("chart.most", { count: number(most) })}</span>
        <span>{time((bars.at(-1)?.start ?? 0) + width)}</span>
      </div>
      <ul className="caregate-legend" aria-hidden="true">
        {groups.map((group, color) => (
          <li key={group.name}>
            <svg width="12" height="12">
              <rect width="12" height="12" className={`caregate-series-${color}`} />
            </svg>{" "}
            {group.name}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t("chart.table")}</summary>
        <div className="caregate-scroll">
          <table className="pf-v5-c-table pf-m-compact" aria-labelledby={title}>
            <thead className="pf-v5-c-table__thead">
              <tr className="pf-v5-c-table__tr">
                <th scope="col" className="pf-v5-c-table__th">
                  {t("chart.from")}
                </th>
                {groups.map((group) => (
                  <th key={group.name} scope="col" className="pf-v5-c-table__th">
                    {group.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="pf-v5-c-table__tbody">
              {bars.map((bar, index) =>
                bar.counts.size === 0 ? null : (
                  <tr key={bar.start} className="pf-v5-c-table__tr">
                    <th scope="row" className="pf-v5-c-table__th">
                      {time(bar.start)}
                    </th>
                    {groups.map((group) => (
                      <td key={group.name} className="pf-v5-c-table__td">
                        {number(count(index, group.of))}
                      </td>
                    ))}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
