namespace Paygress.Provider.Linux.Commands;

/// <summary>Some bytes that a program wrote, as they came; valid only while the receiver handles them.</summary>
internal readonly record struct CommandChunk(OutputSource Source, ReadOnlyMemory<byte> Bytes);
