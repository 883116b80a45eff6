interface Props {
  readonly name: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly change: (isOn: boolean) => void;
}

export function SwitchSetting({ name, hint, isOn, change }: Props) {
  return (
    <label class="setting">
      <span class="setting-text">
        <span>{name}</span>
        {hint !== undefined && <span class="advice">{hint}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        aria-label={name}
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    </label>
  );
}
