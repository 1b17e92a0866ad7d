using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>Tries a property on many spoilt examples; a failure shows the example as C# to be pasted into a test, and the seed.</summary>
/// <remarks><c>PAYGRESS_FUZZ=N</c> tries N of each instead of a few.</remarks>
internal static class Fuzzing
{
    private const int Few = 1000;
    private const int Threads = 2;

    // A parser takes microseconds; a machine that is busy may stop a thread for a while.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>How many examples are tried.</summary>
    /// <param name="cost">How many times less, for what takes long.</param>
    public static long Count(int cost = 1) =>
        long.TryParse(Environment.GetEnvironmentVariable("PAYGRESS_FUZZ"), CultureInfo.InvariantCulture, out var many) ? Math.Max(1, many / cost) : Math.Max(1, Few / cost);

    public static void Check(Gen<string> examples, Action<string> property, int cost = 1) =>
        examples.Sample(text => InTime(() => property(text)), iter: Count(cost), threads: Threads, print: Literal);

    public static void Check(Gen<byte[]> examples, Action<byte[]> property, int cost = 1) =>
        examples.Sample(bytes => InTime(() => property(bytes)), iter: Count(cost), threads: Threads, print: Literal);

    public static Task CheckAsync(Gen<string> examples, Func<string, Task> property, int cost = 1) =>
        examples.SampleAsync(text => InTimeAsync(() => property(text)), iter: Count(cost), threads: Threads, print: Literal);

    public static Task CheckAsync(Gen<byte[]> examples, Func<byte[], Task> property, int cost = 1) =>
        examples.SampleAsync(bytes => InTimeAsync(() => property(bytes)), iter: Count(cost), threads: Threads, print: Literal);

    /// <summary>A text as C# writes it.</summary>
    public static string Literal(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    /// <summary>Bytes as C# writes them; as a text where they are one.</summary>
    public static string Literal(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes)
            ? $"{Literal(text)}u8"
            : $"Convert.FromBase64String(\"{Convert.ToBase64String(bytes)}\")";
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        >= ' ' and <= '~' => c.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    private static void InTime(Action run)
    {
        var began = Stopwatch.GetTimestamp();
        run();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Longest);
    }

    private static async Task InTimeAsync(Func<Task> run)
    {
        var began = Stopwatch.GetTimestamp();
        await run();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Longest);
    }
}
