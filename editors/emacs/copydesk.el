;;; copydesk.el --- A linter for news articles, through Eglot  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: wp, languages, tools

;;; Commentary:

;; Articles (`*.news.md') get `newsmd-mode', which is Markdown if `markdown-mode' is installed, and text otherwise.
;; Items in NITF, TEI and NewsML-G2 get `copydesk-xml-mode'; `actors.toml' and `copydesk.toml' get
;; `copydesk-toml-mode'.  Eglot starts `copydesk lsp' for all of them:
;;
;;     (add-to-list 'load-path "~/copydesk/editors/emacs")
;;     (require 'copydesk)
;;     (add-hook 'newsmd-mode-hook #'eglot-ensure)
;;     (add-hook 'copydesk-xml-mode-hook #'eglot-ensure)

;;; Code:

(require 'cl-lib)
(require 'conf-mode)
(require 'eglot)
(require 'nxml-mode)
(require 'sgml-mode)

(defgroup copydesk nil
  "A linter for news articles, in Arabic and English."
  :group 'text)

(defcustom copydesk-program "copydesk"
  "The program: a path, or a name on `exec-path'."
  :type 'string)

(defcustom copydesk-options nil
  "Options of the server, as a property list.
For example (:language \"ar\" :rules (:page-furniture \"off\"))."
  :type 'plist)

(defface copydesk-mention '((t :inherit font-lock-type-face))
  "The words of a link to an actor.")
(defface copydesk-date '((t :inherit font-lock-constant-face))
  "The words of a link to a date.")
(defface copydesk-target '((t :inherit shadow))
  "The target of a mention or date.")

(defconst copydesk--keywords
  '(("\\[\\([^][\n]*\\)\\](\\(\\(?:actor\\|person\\|org\\|place\\|event\\):[^()\n ]*\\))"
     (1 'copydesk-mention prepend) (2 'copydesk-target prepend))
    ("\\[\\([^][\n]*\\)\\](\\(date:[^()\n ]*\\))" (1 'copydesk-date prepend) (2 'copydesk-target prepend))
    ("^ ?\\{3\\}\\[\\([^][\n]+\\)\\]: *\\(\\(?:actor\\|person\\|org\\|place\\|event\\|date\\):[^ \n]*\\)"
     (1 'copydesk-mention prepend) (2 'copydesk-target prepend)))
  "Font lock keywords of `newsmd-mode'.")

(defun copydesk--setup ()
  "Set up `newsmd-mode'."
  (font-lock-add-keywords nil copydesk--keywords)
  ;; Each paragraph has the direction of its first letter.
  (setq-local bidi-paragraph-direction nil)
  (visual-line-mode 1)
  (add-hook 'eglot-managed-mode-hook #'copydesk--managed nil t))

(declare-function markdown-mode "markdown-mode")
;; The parent mode must be known when the mode is defined.
(if (or (fboundp 'markdown-mode) (require 'markdown-mode nil t))
    (define-derived-mode newsmd-mode markdown-mode "News"
      "A news article with mentions, in Markdown."
      (copydesk--setup))
  (define-derived-mode newsmd-mode text-mode "News"
    "A news article with mentions."
    (copydesk--setup)))

(define-derived-mode copydesk-toml-mode conf-toml-mode "News-TOML"
  "A registry of actors, or the settings of a project."
  (add-hook 'eglot-managed-mode-hook #'copydesk--managed nil t))

(defun copydesk--setup-markup ()
  "Set up a mode for articles in XML or HTML."
  (setq-local bidi-paragraph-direction nil)
  (add-hook 'eglot-managed-mode-hook #'copydesk--managed nil t))

(define-derived-mode copydesk-xml-mode nxml-mode "News-XML"
  "A news article in NITF, TEI or NewsML-G2."
  (copydesk--setup-markup))

(define-derived-mode copydesk-html-mode html-mode "News-HTML"
  "A news article as a page."
  (copydesk--setup-markup))

(put 'copydesk-xml-mode 'eglot-language-id "xml")
(put 'copydesk-html-mode 'eglot-language-id "html")
(put 'newsmd-mode 'eglot-language-id "newsmd")
(put 'copydesk-toml-mode 'eglot-language-id "toml")

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.news\\.md\\'" . newsmd-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:nitf\\|tei\\)\\'" . copydesk-xml-mode))
;; An item of a news format is recognised by its first element, whatever its name is.
;;;###autoload
(add-to-list 'magic-mode-alist
             '("\\(?:\ufeff\\|[ \t\r\n]\\|<[?!][^>]*>\\)*<\\(?:[a-z]+:\\)?\\(?:nitf\\|TEI\\|newsItem\\|newsMessage\\|packageItem\\)[ \t\r\n>]"
               . copydesk-xml-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("/\\(?:actors\\|copydesk\\)\\.toml\\'" . copydesk-toml-mode))

(defun copydesk--contact (&optional _interactive)
  "How Eglot starts the server."
  (unless (executable-find copydesk-program)
    (user-error "Cannot find `%s': install copydesk, or set `copydesk-program' to its path" copydesk-program))
  (append (list copydesk-program "lsp")
          (and copydesk-options (list :initializationOptions copydesk-options))))

(add-to-list 'eglot-server-programs '((newsmd-mode copydesk-xml-mode copydesk-html-mode copydesk-toml-mode) . copydesk--contact))

(defun copydesk--find-newsroom (folder)
  "The folder with the `copydesk.toml' that governs FOLDER, as a project."
  (let ((root (locate-dominating-file folder "copydesk.toml")))
    (and root (cons 'copydesk root))))

(cl-defmethod project-root ((project (head copydesk)))
  "The folder of the project PROJECT."
  (cdr project))

(add-hook 'project-find-functions #'copydesk--find-newsroom -10)

(defun copydesk--managed ()
  "Add our completion before that of Eglot."
  (if (eglot-managed-p)
      (add-hook 'completion-at-point-functions #'copydesk-completion-at-point -10 t)
    (remove-hook 'completion-at-point-functions #'copydesk-completion-at-point t)))

(defun copydesk--edit (action)
  "The edit of ACTION, resolved if necessary."
  (or (plist-get action :edit)
      (plist-get (jsonrpc-request (eglot--current-server-or-lose) :codeAction/resolve action) :edit)))

(defun copydesk-fix-all ()
  "Apply all safe fixes in this article."
  (interactive)
  (let ((actions (eglot-code-actions (point-min) (point-max) "source.fixAll.copydesk")))
    (if actions
        (eglot--apply-workspace-edit (copydesk--edit (car actions)))
      (message "No safe fixes"))))

;;; Completion

;; The server decides what matches: `sam' finds سميرة, which the styles of Emacs would drop.

(defun copydesk--try (string table predicate _point)
  "Complete STRING with TABLE and PREDICATE if there is only one candidate."
  (let ((all (all-completions string table predicate)))
    (cond ((null all) nil)
          ((cdr all) (cons string (length string)))
          (t (cons (car all) (length (car all)))))))

(defun copydesk--all (string table predicate _point)
  "All candidates of TABLE for STRING that PREDICATE accepts."
  (all-completions string table predicate))

(add-to-list 'completion-styles-alist '(copydesk copydesk--try copydesk--all "All items of the server."))
(add-to-list 'completion-category-defaults '(copydesk (styles copydesk)))

(defun copydesk-completion-at-point ()
  "Complete names, ids, dates and keys."
  (let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/completion
                                  (eglot--TextDocumentPositionParams)))
         (items (append (if (vectorp answer) answer (plist-get answer :items)) nil))
         (range (plist-get (plist-get (car items) :textEdit) :range)))
    (when range
      (let* ((start (eglot--lsp-position-to-point (plist-get range :start)))
             (stop (copy-marker (eglot--lsp-position-to-point (plist-get range :end)) t))
             (words (copydesk--words items)))
        (list start (point)
              (lambda (string predicate action)
                (pcase action
                  ('metadata '(metadata (category . copydesk)
                                        (display-sort-function . identity) (cycle-sort-function . identity)))
                  ('t (seq-filter (or predicate #'identity) (mapcar #'copy-sequence (mapcar #'car words))))
                  ('lambda (assoc string words))
                  ('nil string)))
              :exclusive 'no
              :annotation-function (lambda (word) (concat "  " (plist-get (cdr (assoc word words)) :detail)))
              :exit-function
              (lambda (word status)
                (when (memq status '(finished sole exact))
                  (copydesk--put-in (cdr (assoc word words)) start stop))))))))

(defun copydesk--words (items)
  "The labels of ITEMS, each with its item.
If two are equal, the second has its detail after it."
  (let (words)
    (dolist (item items (nreverse words))
      (let ((label (plist-get item :label)))
        (push (cons (if (assoc label words) (format "%s (%s)" label (plist-get item :detail)) label) item) words)))))

(defun copydesk--put-in (item start stop)
  "Replace the text from START to STOP, or to point, with ITEM."
  (let ((also (plist-get item :additionalTextEdits)))
    (when item
      (delete-region start (max (point) stop))
      (goto-char start)
      (insert (plist-get (plist-get item :textEdit) :newText))
      (when (> (length also) 0)
        ;; They are on other lines, which have not moved.
        (save-excursion (eglot--apply-text-edits also))))))

(provide 'copydesk)
;;; copydesk.el ends here
