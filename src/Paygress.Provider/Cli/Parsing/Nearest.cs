namespace Paygress.Provider.Cli.Parsing;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Nearest
{
    /// <summary>The known word with the fewest edits, if a slip of the finger explains them.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Edits: Edits(word, k))).OrderBy(c => c.Edits).FirstOrDefault();
        return best.Word is not null && best.Edits <= Math.Max(1, best.Word.Length / 3) ? best.Word : null;
    }

    // Levenshtein distance, one row at a time.
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
