interface Props<Value extends string> {
  readonly name: string;
  readonly hint?: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly change: (value: Value) => void;
}

export function ChoiceSetting<Value extends string>({ name, hint, value, choices, change }: Props<Value>) {
  return (
    <label class="setting">
      <span class="setting-text">
        <span>{name}</span>
        {hint !== undefined && <span class="advice">{hint}</span>}
      </span>
      <span class="choice">
        <select
          aria-label={name}
          value={value}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
            if (chosen !== undefined) change(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
