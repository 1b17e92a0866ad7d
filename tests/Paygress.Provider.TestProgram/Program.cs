using System.Globalization;
using Paygress.Provider.TestProgram;

// A program that behaves as badly as it is told to.
return args switch
{
    ["exit", var code] => int.Parse(code, CultureInfo.InvariantCulture),
    ["write", var output, var error, var code] => Write(output, error, code),
    ["sleep", var milliseconds] => await SleepAsync(milliseconds),
    ["echo-stdin"] => await EchoAsync(),
    ["print-args", .. var rest] => PrintArguments(rest),
    ["print-env"] => PrintEnvironment(),
    ["print-directory"] => Print(Environment.CurrentDirectory),
    ["flood", var stream, var bytes] => await FloodAsync(stream, long.Parse(bytes, CultureInfo.InvariantCulture)),
    ["lines", var count, var milliseconds] => await LinesAsync(count, milliseconds),
    ["obey-interrupt", var readyFile] => await Signals.ObeyInterruptAsync(readyFile),
    ["ignore-signals", var readyFile] => await Signals.IgnoreAsync(readyFile),
    ["leave-grandchild", var milliseconds] => Grandchild.Leave(milliseconds),
    _ => 64,
};

static int Write(string output, string error, string code)
{
    Console.Out.Write(output);
    Console.Error.Write(error);
    return int.Parse(code, CultureInfo.InvariantCulture);
}

static async Task<int> SleepAsync(string milliseconds)
{
    await Signals.DelayAsync(int.Parse(milliseconds, CultureInfo.InvariantCulture));
    return 0;
}

static async Task<int> EchoAsync()
{
    await using var input = Console.OpenStandardInput();
    await using var output = Console.OpenStandardOutput();
    await input.CopyToAsync(output);
    return 0;
}

static int PrintArguments(string[] arguments) => Print(string.Join('\0', arguments));

static int PrintEnvironment()
{
    foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
    {
        Console.Out.Write($"{variable.Key}={variable.Value}\n");
    }

    return 0;
}

static int Print(string text)
{
    Console.Out.Write(text);
    return 0;
}

static async Task<int> FloodAsync(string name, long bytes)
{
    await using var stream = name == "stderr" ? Console.OpenStandardError() : Console.OpenStandardOutput();
    var block = new byte[64 * 1024];
    block.AsSpan().Fill((byte)'x');
    for (var left = bytes; left > 0; left -= block.Length)
    {
        await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
    }

    return 0;
}

static async Task<int> LinesAsync(string count, string milliseconds)
{
    for (var i = 1; i <= int.Parse(count, CultureInfo.InvariantCulture); i++)
    {
        await Console.Out.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"line {i}\n"));
        await Signals.DelayAsync(int.Parse(milliseconds, CultureInfo.InvariantCulture));
    }

    return 0;
}
