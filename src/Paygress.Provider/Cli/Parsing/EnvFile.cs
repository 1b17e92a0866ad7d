using System.Text;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>A file of lines <c>NAME=VALUE</c>: values that are to be in no argument list. Error texts never show one.</summary>
internal static class EnvFile
{
    private const char ByteOrderMark = '\uFEFF';

    // A value that was changed in passing would be a wrong one that nobody sees.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Whoever has more than that named another file.
    private const int MostBytes = 256 * 1024;

    /// <summary>Reads the variables; <c>-</c> is standard input. Gives what is wrong instead.</summary>
    public static (Dictionary<string, string> Env, string? Error) Read(string path, Stream standardInput)
    {
        try
        {
            using var file = path == "-" ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var buffer = new byte[MostBytes + 1];
            var length = (file ?? standardInput).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MostBytes ? ([], $"{Name(path)} has more than {MostBytes / 1024} KB; is it a file of lines NAME=VALUE?") : Parse(path, Strict.GetString(buffer, 0, length).TrimStart(ByteOrderMark));
        }
        catch (DecoderFallbackException)
        {
            return ([], $"{Name(path)} is no UTF-8 text; convert it, or give the value in UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ([], $"can't read the env file {path}; check that it is a file that you may read");
        }
    }

    private static (Dictionary<string, string> Env, string? Error) Parse(string path, string text)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, line) in text.Split('\n').Select(l => l.TrimEnd('\r')).Index().Where(l => l.Item.Length > 0 && l.Item[0] != '#'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return ([], $"{Name(path)}, line {index + 1}: no NAME=VALUE (nothing is taken from your own environment)");
            }

            if (!env.TryAdd(line[..equals], line[(equals + 1)..]))
            {
                return ([], $"{Name(path)}, line {index + 1}: {line[..equals]} is given twice");
            }
        }

        return (env, null);
    }

    private static string Name(string path) => path == "-" ? "standard input" : path;
}
