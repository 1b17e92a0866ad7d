using System.Globalization;
using System.Text;

namespace Serilog.Sinks.Journald;

/// <summary>Turns a property name into the name of a journal field.</summary>
/// <remarks>
/// Journald takes A-Z, 0-9 and underscore, 64 of them at most, beginning with a letter. It drops any other field
/// without a word, and those that begin with an underscore are its own.
/// </remarks>
internal static class JournalFieldName
{
    private const int MaximumLength = 64;

    /// <summary>The field name for a property (<c>LeaseId</c> gives <c>LEASE_ID</c>), or null where none can be made of it.</summary>
    public static string? TryCreate(string prefix, string propertyName)
    {
        var name = new StringBuilder(prefix, MaximumLength);
        var wordBegins = true;
        for (var i = 0; i < propertyName.Length && name.Length < MaximumLength; i++)
        {
            if (!char.IsAsciiLetterOrDigit(propertyName[i]))
            {
                wordBegins = true;
                continue;
            }

            if (name.Length > 0 && (wordBegins || BeginsWord(propertyName, i)))
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(propertyName[i]));
            wordBegins = false;
        }

        return name.Length > prefix.Length ? Valid(Cut(name.ToString(), MaximumLength)) : null;
    }

    /// <summary>The same name with a number behind it, for the second property that would get the same field.</summary>
    public static string WithNumber(string name, int number)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $"_{number}");
        return Cut(name, MaximumLength - suffix.Length) + suffix;
    }

    /// <summary>Whether journald keeps a field of this name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaximumLength
        && char.IsAsciiLetterUpper(name[0])
        && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static string? Valid(string name) => IsValid(name) ? name : null;

    private static string Cut(string name, int length) =>
        name.Length <= length ? name : name[..length].TrimEnd('_');

    private static bool BeginsWord(string name, int i)
    {
        if (i == 0 || !char.IsAsciiLetterUpper(name[i]))
        {
            return false;
        }

        // "leaseId", "Sha256Sum"; and the last capital of a run begins the next word: "CPUCount".
        return !char.IsAsciiLetterUpper(name[i - 1]) || (IsLower(name, i + 1) && !IsPlural(name, i + 1));
    }

    // The s of "PeerUIDs" belongs to the run of capitals.
    private static bool IsPlural(string name, int i) => name[i] == 's' && !IsLower(name, i + 1);

    private static bool IsLower(string name, int i) => i < name.Length && char.IsAsciiLetterLower(name[i]);
}
