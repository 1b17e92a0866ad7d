using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Checks the env of a request and lays it over the template's. Values never appear in a problem: they may be secrets.</summary>
public static class EnvRules
{
    /// <summary>Docker reads an env file by lines and gives up on longer ones (measured: 100 000 bytes fail).</summary>
    public const int MaxLineBytes = (60 * 1024) - 1;

    /// <summary>The most bytes of all lines together.</summary>
    public const int MaxTotalBytes = 256 * 1024;

    /// <summary>The most names whose faults are told.</summary>
    public const int MaxFaults = 100;

    public static ImmutableSortedDictionary<string, string> Check(Template? template, ImmutableSortedDictionary<string, string> requested, ImmutableArray<Problem>.Builder problems)
    {
        problems.AddRange(requested.Select(e => FindProblem(e.Key, e.Value)).OfType<Problem>().Take(MaxFaults));

        var env = (template?.Env ?? requested.Clear()).SetItems(requested);
        foreach (var name in template?.RequiredEnv ?? [])
        {
            if (string.IsNullOrEmpty(env.GetValueOrDefault(name)))
            {
                problems.Add(new Problem(ErrorCodes.InvalidEnv, "the template needs a value for it", $"env.{name}"));
            }
        }

        if (env.Sum(e => (long)LineBytes(e.Key, e.Value) + 1) > MaxTotalBytes)
        {
            problems.Add(new Problem(ErrorCodes.InvalidEnv, $"is larger than {MaxTotalBytes / 1024} KiB in all", "env"));
        }

        return env;
    }

    /// <summary>True for a name that a shell would take.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Why docker could not be given a variable; none when it can. Does not tell the value.</summary>
    public static string? FindFault(string name, string value)
    {
        if (!IsName(name))
        {
            return "a name is made of letters, digits and underscores and does not begin with a digit";
        }

        if (value.AsSpan().ContainsAny('\n', '\r', '\0'))
        {
            return "the value has a line break or a NUL";
        }

        // A lone surrogate can't be written as UTF-8.
        if (!IsText(value))
        {
            return "the value is not valid text";
        }

        return LineBytes(name, value) > MaxLineBytes ? $"name and value are longer than {MaxLineBytes} bytes" : null;
    }

    private static Problem? FindProblem(string name, string value) =>
        FindFault(name, value) is { } fault ? new Problem(ErrorCodes.InvalidEnv, fault, $"env.{Printable(name)}") : null;

    private static bool IsText(string value)
    {
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) is not OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static int LineBytes(string name, string value) => Encoding.UTF8.GetByteCount(name) + 1 + Encoding.UTF8.GetByteCount(value);

    // What stands behind a "=" was meant as the value.
    private static string Printable(string name) =>
        new([.. name.TakeWhile(c => c != '=').Take(40).Select(c => c is > ' ' and < '\x7f' ? c : '?')]);
}
