using System.Text.RegularExpressions;

namespace Paygress.Provider.Linux.Checks;

/// <summary>One thing that AppArmor denied to docker, a container or the provider.</summary>
internal sealed partial record AppArmorDenial(string Operation, string Profile, string Command)
{
    private static readonly string[] Concerned = ["docker", "containerd", "runc", "paygress"];

    /// <summary>Those in the kernel's log, oldest first. What concerns other programs is left out.</summary>
    public static IEnumerable<AppArmorDenial> ReadAll(string log) => log.Split('\n')
        .Where(line => line.Contains("apparmor=\"DENIED\"", StringComparison.Ordinal))
        .Select(line => new AppArmorDenial(Field(line, "operation"), Field(line, "profile"), Field(line, "comm")))
        .Where(denial => Concerned.Any(word => denial.Profile.Contains(word, StringComparison.Ordinal) || denial.Command.Contains(word, StringComparison.Ordinal)));

    public override string ToString() => $"{Operation} by {Command}, profile {Profile}";

    // Unquoted values are hexadecimal: texts with blanks or quotes, which are nobody we look for.
    private static string Field(string line, string name) =>
        Fields().Matches(line).FirstOrDefault(m => m.Groups["name"].Value == name)?.Groups["value"].Value ?? "?";

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"]{0,200})\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Fields();
}
