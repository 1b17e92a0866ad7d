namespace Paygress.Provider.Linux.Commands;

/// <summary>One line that a program wrote, without its end.</summary>
/// <param name="Source">Where it was written.</param>
/// <param name="Text">UTF-8 as text; what is not UTF-8 became U+FFFD.</param>
/// <param name="IsTruncated">The line was longer than the limit; only its beginning is here.</param>
internal readonly record struct CommandLine(OutputSource Source, string Text, bool IsTruncated);
