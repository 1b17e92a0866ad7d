using System.Globalization;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Turns the lines of <c>docker pull</c> into a few words.</summary>
internal sealed class PullProgress
{
    private const int LayerIdLength = 12;

    private readonly HashSet<string> _layers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <summary>Takes the next line; gives what there is to say now, or nothing new.</summary>
    public string? Read(string line)
    {
        // "886c916f3457: Pull complete"
        var separator = line.IndexOf(": ", StringComparison.Ordinal);
        if (separator != LayerIdLength || !line[..separator].All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var layer = line[..separator];
        var changed = _layers.Add(layer);
        if (line.AsSpan(separator + 2).StartsWith("Pull complete") || line.AsSpan(separator + 2).StartsWith("Already exists"))
        {
            changed |= _done.Add(layer);
        }

        return changed ? string.Create(CultureInfo.InvariantCulture, $"Downloading, {_done.Count} of {_layers.Count} layers") : null;
    }
}
