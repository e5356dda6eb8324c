import Testing
import TrawlJSON

/// RFC 8259's grammar, rule by rule: `y_` must be accepted, `n_` must be refused, and `i_` is the reader's to choose, which
/// docs/json.md says.
@Suite(.timeLimit(.minutes(1)))
struct JSONGrammarTests {
    /// A text with its name.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var testDescription: String { name }

        init(_ name: String, _ text: String) {
            self.name = name
            bytes = Array(text.utf8)
        }

        init(_ name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    static let accepted: [Case] = [
        // Any value may stand alone (section 2), in any blanks.
        Case("y_alone_object", "{}"), Case("y_alone_array", "[]"), Case("y_alone_string", "\"\""),
        Case("y_alone_number", "0"), Case("y_alone_true", "true"), Case("y_alone_false", "false"),
        Case("y_alone_null", "null"),
        Case("y_blanks_around", " \t\r\n[ \t\r\n] \t\r\n"),
        Case("y_blanks_between", "{ \"a\" :\n1 ,\r\t\"b\" : [ 1 , 2 ] }"),
        // Objects (section 4): order, empty and equal names.
        Case("y_object_empty_name", #"{"":0}"#), Case("y_object_equal_names", #"{"a":1,"a":2}"#),
        Case("y_object_equal_name_and_value", #"{"a":1,"a":1}"#), Case("y_object_escaped_name", #"{"\u0061\n":1}"#),
        Case("y_object_nested", #"{"a":{"b":{"c":{}}}}"#), Case("y_object_nul_in_name", #"{"a\u0000b":1}"#),
        // Arrays (section 5).
        Case("y_array_mixed", #"[null,1,"1",{},[],true]"#), Case("y_array_nested", "[[[[[]]]]]"),
        Case("y_array_one_null", "[null]"),
        // Numbers (section 6).
        Case("y_number_negative", "-1"), Case("y_number_negative_zero", "-0"), Case("y_number_zero_fraction", "0.0"),
        Case("y_number_fraction", "12.345"), Case("y_number_exponent", "1e5"), Case("y_number_exponent_upper", "1E5"),
        Case("y_number_exponent_plus", "1e+5"), Case("y_number_exponent_minus", "1e-5"),
        Case("y_number_exponent_zeros", "1e0005"), Case("y_number_fraction_exponent", "-0.5E-3"),
        Case("y_number_zero_exponent", "0e1"), Case("y_number_zero_plus_exponent", "0e+1"),
        Case("y_number_64_bits", "18446744073709551615"), Case("y_number_many_digits", "0.1234567890123456789012345"),
        Case("y_number_then_blank", "[1 ]"),
        // Strings (section 7): every short escape, every kind of character.
        Case("y_string_short_escapes", #""\"\\\/\b\f\n\r\t""#), Case("y_string_hex_lower", #""\u00e9""#),
        Case("y_string_hex_upper", #""\u00E9""#), Case("y_string_pair", #""\ud83d\ude00""#),
        Case("y_string_pairs", #""\ud801\udc37\ud83d\ude39""#), Case("y_string_nul_escape", #""\u0000""#),
        Case("y_string_delete", "\"\u{7F}\""), Case("y_string_no_break_space", "\"\u{A0}\""),
        Case("y_string_line_separators", "\"\u{2028}\u{2029}\""), Case("y_string_last_plane", "\"\u{10FFFF}\""),
        Case("y_string_noncharacter", #""\uFFFF""#), Case("y_string_escaped_backslash_u", #""\\u0000""#),
        Case("y_string_slash_bare", #""a/b""#), Case("y_string_one_two_three_bytes", "\"aé€😀\""),
        Case("y_string_unescaped_apostrophe", "\"'\""), Case("y_string_comment_inside", #""/* // */""#),
        Case("y_string_escaped_control", #""\u001f""#), Case("y_string_only_blanks", "\"   \""),
    ]

    static let refused: [Case] = [
        // No value, or more than one.
        Case("n_nothing", ""), Case("n_blanks", " \n"), Case("n_two_values", "1 2"),
        Case("n_value_then_bracket", "{}}"),
        Case("n_value_then_comma", "1,"), Case("n_value_then_letters", "{}a"), Case("n_two_objects", "{}{}"),
        Case("n_nul_behind", "1\u{0}"), Case("n_nul_alone", "\u{0}"), Case("n_comma_alone", ","),
        Case("n_colon_alone", ":"),
        // Blanks that are none (section 2).
        Case("n_blank_form_feed", "[\u{C}]"), Case("n_blank_vertical_tab", "[\u{B}]"),
        Case("n_blank_no_break", "[\u{A0}]"),
        Case("n_blank_word_joiner", "[\u{2060}]"), Case("n_blank_line_separator", "[\u{2028}1]"),
        Case("n_blank_next_line", "[\u{85}]"),
        // Literals (section 3).
        Case("n_literal_cut", "tru"), Case("n_literal_long", "truee"), Case("n_literal_upper", "True"),
        Case("n_literal_nul", "nul"), Case("n_literal_split", "t rue"), Case("n_literal_undefined", "undefined"),
        Case("n_literal_false_cut", "[fals]"), Case("n_literal_quoted_half", "[tr\"ue]"),
        // Objects.
        Case("n_object_open", "{"), Case("n_object_name_only", #"{"a"}"#), Case("n_object_no_value", #"{"a":}"#),
        Case("n_object_no_colon", #"{"a" 1}"#), Case("n_object_two_colons", #"{"a"::1}"#),
        Case("n_object_comma_last", #"{"a":1,}"#), Case("n_object_comma_first", #"{,"a":1}"#),
        Case("n_object_two_commas", #"{"a":1,,"b":2}"#), Case("n_object_no_comma", #"{"a":1 "b":2}"#),
        Case("n_object_bare_name", "{a:1}"), Case("n_object_number_name", "{1:1}"),
        Case("n_object_null_name", "{null:1}"),
        Case("n_object_apostrophes", "{'a':1}"), Case("n_object_open_value", #"{"a":1"#),
        Case("n_object_closed_by_bracket", #"{"a":1]"#), Case("n_object_colon_for_comma", #"{"a":1:"b":2}"#),
        Case("n_object_equals", #"{"a"=1}"#), Case("n_object_emoji", "{😀}"), Case("n_object_extra_brace", "{{}}"),
        Case("n_object_value_twice", #"{"a":1 2}"#),
        // Arrays.
        Case("n_array_open", "["), Case("n_array_open_value", "[1"), Case("n_array_open_comma", "[1,"),
        Case("n_array_comma_last", "[1,]"), Case("n_array_comma_first", "[,1]"), Case("n_array_comma_only", "[,]"),
        Case("n_array_two_commas", "[1,,2]"), Case("n_array_no_comma", "[1 2]"), Case("n_array_colon", "[1:2]"),
        Case("n_array_semicolon", "[1;2]"), Case("n_array_closed_by_brace", "[1}"),
        Case("n_array_extra_bracket", "[]]"),
        Case("n_array_close_only", "]"), Case("n_array_inner_open", "[[1]"), Case("n_array_bare_word", "[a]"),
        Case("n_array_star", "[*]"), Case("n_array_with_name", #"["a":1]"#),
        // Numbers.
        Case("n_number_plus", "+1"), Case("n_number_zero_first", "01"), Case("n_number_negative_zero_first", "-01"),
        Case("n_number_two_zeros", "00"), Case("n_number_point_first", ".5"), Case("n_number_minus_point", "-.5"),
        Case("n_number_point_last", "1."), Case("n_number_two_points", "1.2.3"), Case("n_number_minus_only", "-"),
        Case("n_number_two_minus", "--1"), Case("n_number_minus_space", "- 1"), Case("n_number_plus_minus", "+-1"),
        Case("n_number_exponent_only", "1e"), Case("n_number_exponent_sign_only", "1e+"),
        Case("n_number_exponent_twice", "1e2e3"), Case("n_number_exponent_fraction", "1e0.5"),
        Case("n_number_exponent_two_signs", "1e+-2"), Case("n_number_exponent_first", "e5"),
        Case("n_number_point_exponent", "1.e5"), Case("n_number_hex", "0x1F"), Case("n_number_octal", "0o17"),
        Case("n_number_underscore", "1_000"), Case("n_number_nan", "NaN"), Case("n_number_minus_nan", "-NaN"),
        Case("n_number_infinity", "Infinity"), Case("n_number_minus_infinity", "-Infinity"),
        Case("n_number_inf", "1inf"),
        Case("n_number_space_inside", "1 000"), Case("n_number_comma_decimal", "1,5"),
        Case("n_number_letter_behind", "[1a]"),
        Case("n_number_wide_digit", "[\u{FF11}]"), Case("n_number_suffix", "1L"), Case("n_number_expression", "[1+2]"),
        Case("n_number_zero_letter", "[0e]"), Case("n_number_double_negative_zero", "[--0]"),
        // Strings.
        Case("n_string_open", "\"a"), Case("n_string_quote_only", "\""), Case("n_string_apostrophes", "'a'"),
        Case("n_string_bare", "abc"), Case("n_string_line_feed", "\"a\nb\""), Case("n_string_tab", "\"a\tb\""),
        Case("n_string_return", "\"a\rb\""), Case("n_string_nul", "\"a\u{0}b\""),
        Case("n_string_unit_separator", "\"\u{1F}\""),
        Case("n_string_escape_x", #""\x41""#), Case("n_string_escape_a", #""\a""#),
        Case("n_string_escape_zero", #""\0""#),
        Case("n_string_escape_apostrophe", #""\'""#), Case("n_string_escape_upper_u", #""\U00e9""#),
        Case("n_string_escape_open", #""\"#), Case("n_string_escape_line_feed", "\"\\\n\""),
        Case("n_string_escape_emoji", "\"\\😀\""), Case("n_string_hex_cut", #""\u00e""#),
        Case("n_string_hex_open", #""\u00"#), Case("n_string_hex_letter", #""\u00eg""#),
        Case("n_string_hex_sign", #""\u+0e9""#), Case("n_string_hex_blank", #""\u 0e9""#),
        Case("n_string_hex_braces", #""\u{e9}""#), Case("n_string_pair_second_cut", #""\ud83d\ude0""#),
        Case("n_string_pair_second_letters", #""\ud83d\uzzzz""#), Case("n_string_pair_backslash_end", #""\ud83d\"#),
        Case("n_string_no_comma", #"["a" "b"]"#), Case("n_string_concatenated", #""a"+"b""#),
        Case("n_string_extra_quote", #""a"""#),
        // What other languages have.
        Case("n_comment_block", "[1/* x */]"), Case("n_comment_line", "[1] // x"), Case("n_comment_hash", "# x\n1"),
        Case("n_comment_open", "1 /*"), Case("n_page", "<html>"), Case("n_call", "f({})"),
        Case("n_prefix_guard", ")]}'\n{}"),
        Case("n_yaml", "a: 1"), Case("n_spread", "[...[]]"), Case("n_template", "`a`"),
        // Bytes.
        Case("n_bytes_utf16", bytes: [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00]),
        Case("n_bytes_utf16_without_mark", bytes: [0x5B, 0x00, 0x5D, 0x00]),
        Case("n_bytes_cut_mark", bytes: [0xEF, 0xBB, 0x7B, 0x7D]),
        Case("n_bytes_mark_only", bytes: [0xEF, 0xBB, 0xBF]),
        Case("n_bytes_invalid_outside", bytes: [0x5B, 0xE9, 0x5D]),
        Case("n_bytes_invalid_behind", bytes: [0x31, 0xFF]),
        Case("n_bytes_continuation_in_number", bytes: [0x31, 0x80]),
        Case("n_bytes_overlong_quote", bytes: [0x5B, 0xC0, 0xA2, 0x61, 0xC0, 0xA2, 0x5D]),
    ]

    /// What RFC 8259 leaves to the reader, with what this one makes of it; docs/json.md has the same table.
    enum Choice: Sendable, Equatable {
        /// The value, written out again.
        case value(String)
        /// Accepted, and that many sequences replaced.
        case replaced(Int)
        /// Refused.
        case refused
    }

    static let choices: [(Case, Choice)] = [
        (Case("i_mark_before", bytes: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8)), .value("[1]")),
        (Case("i_mark_twice", bytes: [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31]), .refused),
        (Case("i_number_huge_exponent", "[1e400]"), .value("[1e400]")),
        (Case("i_number_huge_negative_exponent", "[-1e400]"), .value("[-1e400]")),
        (Case("i_number_tiny", "[1e-400]"), .value("[1e-400]")),
        (Case("i_number_absurd_exponent", "[1e99999999999999999999]"), .value("[1e99999999999999999999]")),
        (
            Case("i_number_beyond_64_bits", "[123456789012345678901234567890]"),
            .value("[123456789012345678901234567890]")
        ),
        (Case("i_number_precision", "[0.10000000000000000555]"), .value("[0.10000000000000000555]")),
        (Case("i_string_half_pair", #"["\ud800"]"#), .replaced(1)),
        (Case("i_string_second_half", #"["\udc00"]"#), .replaced(1)),
        (Case("i_string_pair_turned", #"["\ude00\ud83d"]"#), .replaced(2)),
        (Case("i_string_half_then_escape", #"["\ud800\n"]"#), .replaced(1)),
        (Case("i_string_half_twice", #"["\ud800\ud800"]"#), .replaced(2)),
        (Case("i_string_half_in_name", #"{"\ud800":1}"#), .replaced(1)),
        (Case("i_string_invalid_byte", bytes: [0x22, 0xFF, 0x22]), .replaced(1)),
        (Case("i_string_lone_continuation", bytes: [0x22, 0x80, 0x22]), .replaced(1)),
        (Case("i_string_cut_sequence", bytes: [0x22, 0xE2, 0x82, 0x22]), .replaced(1)),
        (Case("i_string_overlong", bytes: [0x22, 0xC0, 0xAF, 0x22]), .replaced(2)),
        (Case("i_string_utf8_half_pair", bytes: [0x22, 0xED, 0xA0, 0x80, 0x22]), .replaced(3)),
        (Case("i_string_beyond_unicode", bytes: [0x22, 0xF4, 0xBF, 0xBF, 0xBF, 0x22]), .replaced(4)),
        (Case("i_string_latin1", bytes: [0x22, 0xE9, 0x22]), .replaced(1)),
        (
            Case("i_depth_64", String(repeating: "[", count: 64) + String(repeating: "]", count: 64)),
            .value(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
        ),
        (Case("i_depth_65", String(repeating: "[", count: 65) + String(repeating: "]", count: 65)), .refused),
        (
            Case(
                "i_depth_500_objects",
                String(repeating: #"{"a":"#, count: 500) + "1" + String(repeating: "}", count: 500)
            ),
            .refused
        ),
    ]

    @Test func `there is a case for every rule, under a name of its own`() {
        let names = (Self.accepted + Self.refused + Self.choices.map(\.0)).map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count > 190)
        #expect(Self.accepted.allSatisfy { $0.name.hasPrefix("y_") })
        #expect(Self.refused.allSatisfy { $0.name.hasPrefix("n_") })
        #expect(Self.choices.allSatisfy { $0.0.name.hasPrefix("i_") })
    }

    @Test(arguments: accepted)
    func `what the grammar has is accepted, and written as it came`(example: Case) throws {
        let slice = try JSONSlice(parsing: example.bytes)
        #expect(slice.replacedSequences == 0)
        let again = try JSONSlice(parsing: slice.written)
        #expect(again.written == slice.written)
        _ = try slice.decode(AnyValue.self)
    }

    @Test(arguments: refused)
    func `what the grammar has not is refused, with a place`(example: Case) {
        let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: example.bytes) }
        #expect((0...example.bytes.count).contains(error?.offset ?? -1))
        #expect(error?.reason.isEmpty == false)
    }

    @Test(arguments: choices)
    func `what is left to the reader has one answer`(example: Case, choice: Choice) throws {
        switch choice {
        case .refused:
            #expect(throws: JSONError.self) { try JSONSlice(parsing: example.bytes) }
        case .value(let text):
            #expect(try String(decoding: JSONSlice(parsing: example.bytes).written, as: UTF8.self) == text)
        case .replaced(let count):
            let slice = try JSONSlice(parsing: example.bytes)
            #expect(slice.replacedSequences == count)
            #expect(String(validating: slice.written, as: UTF8.self) != nil)
        }
    }
}
