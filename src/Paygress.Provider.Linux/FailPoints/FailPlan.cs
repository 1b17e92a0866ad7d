using System.Globalization;

namespace Paygress.Provider.Linux.FailPoints;

/// <summary>What a test wants to go wrong, in a file: one line, <c>POINT#N KIND</c>. It happens once, and the file is gone before.</summary>
/// <remarks>
/// N counts how often the point is passed since the file is there. Where <c>FILE.passed</c> is there too, each passing adds the point's name to it. From a
/// late effect's deadline until it took place <c>FILE.late</c> is there: it must not fall into what is tried next.
/// </remarks>
internal sealed class FailPlan(string path)
{
    private readonly string _record = path + ".passed";
    private readonly string _late = path + ".late";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _passed = new(StringComparer.Ordinal);
    private DateTime _written;

    /// <summary>What is to go wrong at a point that is passed now.</summary>
    /// <exception cref="FormatException">The file says nothing that is understood.</exception>
    public FailKind? Take(string point)
    {
        lock (_lock)
        {
            Record(point);
            if (Read() is not { } plan)
            {
                return null;
            }

            var count = _passed[point] = _passed.GetValueOrDefault(point) + 1;
            if (plan.Point != point || plan.Occurrence != count)
            {
                return null;
            }

            if (plan.Kind is FailKind.Late)
            {
                Append(_late, point);
            }

            Delete(path);
            return plan.Kind;
        }
    }

    /// <summary>A late effect took place.</summary>
    public void Land() => Delete(_late);

    private (string Point, int Occurrence, FailKind Kind)? Read()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        if (file.LastWriteTimeUtc != _written)
        {
            _written = file.LastWriteTimeUtc;
            _passed.Clear();
        }

        return Parse(File.ReadAllText(path).Trim());
    }

    private static (string, int, FailKind) Parse(string line)
    {
        var space = line.LastIndexOf(' ');
        var hash = line.LastIndexOf('#');
        return hash > 0 && hash < space
            && int.TryParse(line[(hash + 1)..space], CultureInfo.InvariantCulture, out var occurrence)
            && Enum.TryParse<FailKind>(line[(space + 1)..], out var kind)
            ? (line[..hash], occurrence, kind)
            : throw new FormatException($"'{line}' is no plan for a fail point: POINT#N KIND");
    }

    private void Record(string point)
    {
        if (File.Exists(_record))
        {
            Append(_record, point);
        }
    }

#pragma warning disable RS0030 // The test's own files.
    private static void Append(string file, string point) => File.AppendAllText(file, point + "\n");

    private static void Delete(string file) => File.Delete(file);
#pragma warning restore RS0030
}
