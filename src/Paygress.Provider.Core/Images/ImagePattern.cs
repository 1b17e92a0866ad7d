namespace Paygress.Provider.Core.Images;

/// <summary>Matches an image reference against a pattern with <c>*</c>.</summary>
public static class ImagePattern
{
    /// <summary>True when the whole of <paramref name="reference"/> fits <paramref name="pattern"/>. Linear in time: patterns and references come from strangers.</summary>
    public static bool Matches(string pattern, string reference)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return pattern == reference;
        }

        if (reference.Length < parts[0].Length + parts[^1].Length || !reference.StartsWith(parts[0], StringComparison.Ordinal) || !reference.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        return HasInOrder(reference[parts[0].Length..^parts[^1].Length], parts[1..^1]);
    }

    private static bool HasInOrder(string text, string[] parts)
    {
        var position = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + part.Length;
        }

        return true;
    }
}
