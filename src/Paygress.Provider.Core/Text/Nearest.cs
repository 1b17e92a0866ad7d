namespace Paygress.Provider.Core.Text;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
public static class Nearest
{
    /// <summary>The known word with the fewest edits, whatever the case, if a slip of the finger explains them.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="known">What it may have been.</param>
    /// <param name="most">How many edits are a slip; by itself a third of the known word.</param>
    public static string? To(string word, IEnumerable<string> known, int? most = null)
    {
        // A word that is far too long is near to none, and would cost its length for each.
        var best = known.Where(k => Math.Abs(k.Length - word.Length) <= Allowed(k)).Select(k => (Word: k, Edits: Edits(word, k))).OrderBy(c => c.Edits).FirstOrDefault();
        return best.Word is not null && best.Edits <= Allowed(best.Word) ? best.Word : null;

        int Allowed(string candidate) => most ?? Math.Max(1, candidate.Length / 3);
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
                var replaced = diagonal + (char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
