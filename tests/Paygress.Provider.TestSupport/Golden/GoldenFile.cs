namespace Paygress.Provider.TestSupport.Golden;

/// <summary>Compares generated text with a file of the repository; <c>UPDATE_GOLDEN=1</c> rewrites the file instead.</summary>
public static class GoldenFile
{
    /// <param name="path">Relative to the root of the repository.</param>
    /// <exception cref="InvalidOperationException">They differ; the message shows where.</exception>
    public static void Check(string path, string actual)
    {
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        if (expected != actual)
        {
            throw new InvalidOperationException($"{path} is out of date; run with UPDATE_GOLDEN=1 and look at the change.\n{Differ(expected, actual)}");
        }
    }

    private static string Differ(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', [.. before.Except(after).Select(line => $"- {line}"), .. after.Except(before).Select(line => $"+ {line}")]);
    }
}
