# copydesk for Kakoune with kakoune-lsp 17 or later. Source it from kakrc, after kakoune-lsp.

hook global BufCreate .*\.news\.md %{
    set-option buffer filetype newsmd
}

hook global BufSetOption filetype=newsmd %{
    require-module markdown
    add-highlighter -override buffer/newsmd ref markdown
    set-option buffer lsp_servers %{
        [copydesk]
        command = "copydesk"
        args = ["lsp"]
        root_globs = ["copydesk.toml"]
    }
}

# The registry and the settings of a project.
hook global BufCreate .*/(actors|copydesk)\.toml %{
    set-option buffer lsp_servers %{
        [copydesk]
        command = "copydesk"
        args = ["lsp"]
        root_globs = ["copydesk.toml"]
    }
}

# Articles in XML, HTML and JSON. The server is silent about documents that are not articles.
hook global BufSetOption filetype=(xml|html|json) %{
    set-option -add buffer lsp_servers %{
        [copydesk]
        command = "copydesk"
        args = ["lsp"]
        root_globs = ["copydesk.toml"]
    }
}

hook global WinSetOption filetype=newsmd %{
    lsp-enable-window
    add-highlighter window/newsmd-wrap wrap -word
}
