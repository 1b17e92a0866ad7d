using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Configuration;

/// <summary>One key of the configuration and what it may hold. A <c>*</c> in the key stands for one name.</summary>
/// <remarks>Bounds are in the value's own unit; for durations in seconds.</remarks>
internal sealed record Setting(string Key, SettingKind Kind, double Min = double.MinValue, double Max = double.MaxValue)
{
    /// <summary>The words of a <see cref="SettingKind.Choice"/>, each with the name it stands for in the program.</summary>
    public ImmutableArray<(string Word, string Name)> Choices { get; init; } = [];

    /// <summary>For an entry of a list: what the list does to those of the layers below.</summary>
    public ListLayering Layering { get; init; }

    /// <summary>What is allowed, for a reader.</summary>
    public string Allowed => Kind switch
    {
        SettingKind.Choice => $"one of {string.Join(", ", Choices.Select(c => c.Word))}",
        SettingKind.Duration => $"a duration from {Seconds(Min)} to {Seconds(Max)}, as 90s, 10m, 1h30m or 30d",
        SettingKind.Integer => Invariant($"a whole number from {Min} to {Max}"),
        SettingKind.Number => Invariant($"a number from {Min} to {Max}"),
        SettingKind.Boolean => "true or false",
        SettingKind.AbsolutePath => "an absolute path",
        _ => "a text",
    };

    /// <summary>True when this setting describes <paramref name="key"/>; keys are compared without case, as the configuration does.</summary>
    public bool Describes(string key)
    {
        var (mine, given) = (Key.Split(':'), key.Split(':'));
        return mine.Length == given.Length && mine.Zip(given).All(p => p.First == "*" || p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The value in the form that the program binds; none when it is not allowed.</summary>
    public string? Normalise(string value) => Kind switch
    {
        SettingKind.Text => value.Contains('\0', StringComparison.Ordinal) ? null : value,
        SettingKind.AbsolutePath => Path.IsPathRooted(value) && !value.Contains('\0', StringComparison.Ordinal) ? value : null,
        SettingKind.Choice => Choices.FirstOrDefault(c => c.Word.Equals(value, StringComparison.OrdinalIgnoreCase)).Name,
        SettingKind.Boolean => bool.TryParse(value, out var flag) ? flag.ToString() : null,
        SettingKind.Duration => DurationText.TryParse(value, out var time) && IsWithin(time.TotalSeconds) ? time.ToString("c") : null,
        SettingKind.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && IsWithin(whole) ? value : null,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsWithin(number) ? value : null,
    };

    private bool IsWithin(double value) => value >= Min && value <= Max;

    private static string Seconds(double value) => DurationText.Format(TimeSpan.FromSeconds(value));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
